// Making tensors, and getting their elements in and out.
#ifndef CT_DATA_H
#define CT_DATA_H

#include "CTBase.h"

CT_BEGIN

// Copies `count` bytes, which must be exactly those of the shape.
CT_CHECKED CTStatus ct_tensor_from_bytes(const void *_Nullable bytes, int64_t count,
                                         const int64_t *_Nullable shape, int64_t rank, CTDType type,
                                         CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_full(const int64_t *_Nullable shape, int64_t rank, double value,
                                   CTDType type, CTTensorRef _Nullable *_Nonnull out);

// Writes the elements as `type`, last dimension fastest whatever the layout in memory; `count` is
// the size of the buffer in bytes and must fit exactly.
CT_CHECKED CTStatus ct_tensor_copy_bytes(CTTensorRef _Nonnull tensor, CTDType type,
                                         void *_Nullable bytes, int64_t count);

// The value of a tensor of one element.
CT_CHECKED CTStatus ct_tensor_item(CTTensorRef _Nonnull tensor, double *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_to(CTTensorRef _Nonnull tensor, CTDType type,
                                 CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_clone(CTTensorRef _Nonnull tensor,
                                    CTTensorRef _Nullable *_Nonnull out);

// In place; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_assign(CTTensorRef _Nonnull tensor, CTTensorRef _Nonnull source);

// In place; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_fill(CTTensorRef _Nonnull tensor, double value);

// Same shape, type and bits: -0 is not 0, and a NaN is itself.
CT_CHECKED CTStatus ct_tensor_identical(CTTensorRef _Nonnull tensor, CTTensorRef _Nonnull other,
                                        bool *_Nonnull out);

CT_END
#endif
