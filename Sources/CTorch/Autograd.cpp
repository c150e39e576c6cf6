#include "Handles.h"

using namespace thaw;

extern "C" {

bool ct_tensor_requires_gradient(CTTensorRef tensor) { return tensor->value.requires_grad(); }

CTStatus ct_tensor_set_requires_gradient(CTTensorRef tensor, bool required) {
  return guarded([&] { tensor->value.set_requires_grad(required); });
}

CTStatus ct_tensor_gradient(CTTensorRef tensor, CTTensorRef *out) {
  return guarded([&] {
    const auto &gradient = tensor->value.grad();
    if (gradient.defined()) *out = new CTTensor(gradient);
  });
}

CTStatus ct_undefine_gradients(const CTTensorRef *tensors, int64_t count) {
  return guarded([&] {
    for (int64_t i = 0; i < count; i++) tensors[i]->value.mutable_grad().reset();
  });
}

CTStatus ct_tensor_detach(CTTensorRef tensor, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.detach(); });
}

CTStatus ct_tensor_backward(CTTensorRef tensor) {
  return guarded([&] { tensor->value.backward(); });
}

bool ct_gradients_enabled(void) { return c10::GradMode::is_enabled(); }

void ct_set_gradients_enabled(bool enabled) { c10::GradMode::set_enabled(enabled); }
}
