// What layers and losses are made of. Images are [B, C, H, W].
#ifndef CT_LAYERS_H
#define CT_LAYERS_H

#include "CTBase.h"

CT_BEGIN

// The same for both spatial dimensions.
typedef struct CTConvolution {
  int64_t stride, padding, dilation, groups;
} CTConvolution;

CT_CHECKED CTStatus ct_conv2d(CTTensorRef _Nonnull input, CTTensorRef _Nonnull weight,
                              CTTensorRef _Nullable bias, CTConvolution geometry,
                              CTTensorRef _Nullable *_Nonnull out);

// Zeros around the last two dimensions.
CT_CHECKED CTStatus ct_pad2d(CTTensorRef _Nonnull input, int64_t left, int64_t right, int64_t top,
                             int64_t bottom, CTTensorRef _Nullable *_Nonnull out);

typedef enum CTActivation : int32_t {
  CT_LINEAR = 0,
  CT_RELU = 1,
  CT_RELU6 = 2
} CTActivation;

// With `training`, normalises by the batch and moves the running statistics in place; then the
// activation. With `overwriting`, the result may be in the input's memory.
CT_CHECKED CTStatus ct_batch_norm(CTTensorRef _Nonnull input, CTTensorRef _Nullable weight,
                                  CTTensorRef _Nullable bias, CTTensorRef _Nonnull running_mean,
                                  CTTensorRef _Nonnull running_variance, bool training,
                                  double momentum, double epsilon, CTActivation activation,
                                  bool overwriting, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_relu(CTTensorRef _Nonnull input, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_relu6(CTTensorRef _Nonnull input, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_linear(CTTensorRef _Nonnull input, CTTensorRef _Nonnull weight,
                              CTTensorRef _Nullable bias, CTTensorRef _Nullable *_Nonnull out);

// [B, C, H, W] to [B, C].
CT_CHECKED CTStatus ct_global_average_pool(CTTensorRef _Nonnull input,
                                           CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_max_pool2d(CTTensorRef _Nonnull input, int64_t kernel, int64_t stride,
                                  int64_t padding, CTTensorRef _Nullable *_Nonnull out);

// Drops elements, or with `whole_samples` whole entries of the first dimension, and divides what
// stays by the probability to stay.
CT_CHECKED CTStatus ct_dropout(CTTensorRef _Nonnull input, double probability, bool whole_samples,
                               CTGeneratorRef _Nonnull generator,
                               CTTensorRef _Nullable *_Nonnull out);

typedef enum CTReduction : int32_t { CT_REDUCE_NONE, CT_REDUCE_MEAN, CT_REDUCE_SUM } CTReduction;

CT_CHECKED CTStatus ct_cross_entropy(CTTensorRef _Nonnull logits, CTTensorRef _Nonnull targets,
                                     CTReduction reduction, double smoothing,
                                     CTTensorRef _Nullable *_Nonnull out);

CT_END
#endif
