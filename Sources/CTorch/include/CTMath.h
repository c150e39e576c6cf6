// Arithmetic, reductions and the matrix product.
#ifndef CT_MATH_H
#define CT_MATH_H

#include "CTBase.h"

CT_BEGIN

typedef enum CTBinary : int32_t { CT_ADD, CT_SUBTRACT, CT_MULTIPLY, CT_DIVIDE } CTBinary;

// Broadcasts as NumPy does.
CT_CHECKED CTStatus ct_tensor_binary(CTBinary operation, CTTensorRef _Nonnull lhs,
                                     CTTensorRef _Nonnull rhs, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_binary_scalar(CTBinary operation, CTTensorRef _Nonnull lhs,
                                            double rhs, CTTensorRef _Nullable *_Nonnull out);

// tensor += scale · other, in place; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_accumulate(CTTensorRef _Nonnull tensor, CTTensorRef _Nonnull other,
                                         double scale);

// tensor ·= factor, in place; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_scale(CTTensorRef _Nonnull tensor, double factor);

CT_CHECKED CTStatus ct_tensor_matmul(CTTensorRef _Nonnull lhs, CTTensorRef _Nonnull rhs,
                                     CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_sum(CTTensorRef _Nonnull tensor, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_mean(CTTensorRef _Nonnull tensor,
                                   CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_argmax(CTTensorRef _Nonnull tensor, int64_t dimension,
                                     CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_softmax(CTTensorRef _Nonnull tensor, int64_t dimension,
                                      CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_log_softmax(CTTensorRef _Nonnull tensor, int64_t dimension,
                                          CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_is_finite(CTTensorRef _Nonnull tensor, bool *_Nonnull out);

CT_END
#endif
