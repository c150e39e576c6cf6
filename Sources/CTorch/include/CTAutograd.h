// Gradients.
#ifndef CT_AUTOGRAD_H
#define CT_AUTOGRAD_H

#include "CTBase.h"

CT_BEGIN

bool ct_tensor_requires_gradient(CTTensorRef _Nonnull tensor);

CT_CHECKED CTStatus ct_tensor_set_requires_gradient(CTTensorRef _Nonnull tensor, bool required);

// *out stays null where the gradient is undefined.
CT_CHECKED CTStatus ct_tensor_gradient(CTTensorRef _Nonnull tensor,
                                       CTTensorRef _Nullable *_Nonnull out);

// Undefined, not zero: an optimizer still moves a tensor whose gradient is zero.
CT_CHECKED CTStatus ct_undefine_gradients(const CTTensorRef _Nonnull *_Nonnull tensors,
                                          int64_t count);

CT_CHECKED CTStatus ct_tensor_detach(CTTensorRef _Nonnull tensor,
                                     CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_tensor_backward(CTTensorRef _Nonnull tensor);

// Whether this thread records operations for `ct_tensor_backward`.
bool ct_gradients_enabled(void);
void ct_set_gradients_enabled(bool enabled);

CT_END
#endif
