// Shape, element type and layout.
#ifndef CT_SHAPE_H
#define CT_SHAPE_H

#include "CTBase.h"

CT_BEGIN

int64_t ct_tensor_rank(CTTensorRef _Nonnull tensor);
int64_t ct_tensor_count(CTTensorRef _Nonnull tensor);

// `out` has room for `ct_tensor_rank` numbers.
void ct_tensor_shape(CTTensorRef _Nonnull tensor, int64_t *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_type(CTTensorRef _Nonnull tensor, CTDType *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_reshape(CTTensorRef _Nonnull tensor, const int64_t *_Nullable shape,
                                      int64_t rank, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_flatten(CTTensorRef _Nonnull tensor, int64_t first,
                                      CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_permute(CTTensorRef _Nonnull tensor, const int64_t *_Nonnull order,
                                      int64_t rank, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_flip(CTTensorRef _Nonnull tensor, int64_t dimension,
                                   CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_contiguous(CTTensorRef _Nonnull tensor, bool channels_last,
                                         CTTensorRef _Nullable *_Nonnull out);

bool ct_tensor_is_contiguous(CTTensorRef _Nonnull tensor, bool channels_last);

// A view.
CT_CHECKED CTStatus ct_tensor_narrow(CTTensorRef _Nonnull tensor, int64_t dimension, int64_t start,
                                     int64_t length, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_index_select(CTTensorRef _Nonnull tensor, int64_t dimension,
                                           CTTensorRef _Nonnull indices,
                                           CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_cat(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                                  int64_t dimension, CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_stack(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                                    int64_t dimension, CTTensorRef _Nullable *_Nonnull out);

CT_END
#endif
