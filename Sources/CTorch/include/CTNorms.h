// Euclidean norms of many tensors in one call.
#ifndef CT_NORMS_H
#define CT_NORMS_H

#include "CTBase.h"

CT_BEGIN

// `out` has room for `count` numbers.
CT_CHECKED CTStatus ct_norms(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                             double *_Nonnull out);

CT_CHECKED CTStatus ct_norms_of_differences(const CTTensorRef _Nonnull *_Nonnull tensors,
                                            const CTTensorRef _Nonnull *_Nonnull others,
                                            int64_t count, double *_Nonnull out);

// 0 where a gradient is undefined.
CT_CHECKED CTStatus ct_gradient_norms(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                                      double *_Nonnull out);

CT_CHECKED CTStatus ct_scale_gradients(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                                       double factor);

CT_END
#endif
