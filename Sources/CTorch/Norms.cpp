#include <ATen/ops/linalg_vector_norm.h>

#include "Handles.h"

using namespace thaw;

namespace {

double norm(const at::Tensor &tensor) {
  return at::linalg_vector_norm(tensor.detach()).item().toDouble();
}

}  // namespace

extern "C" {

CTStatus ct_norms(const CTTensorRef *tensors, int64_t count, double *out) {
  return changing([&] {
    for (int64_t i = 0; i < count; i++) out[i] = norm(tensors[i]->value);
  });
}

CTStatus ct_norms_of_differences(const CTTensorRef *tensors, const CTTensorRef *others,
                                 int64_t count, double *out) {
  return changing([&] {
    for (int64_t i = 0; i < count; i++) out[i] = norm(tensors[i]->value.sub(others[i]->value));
  });
}

CTStatus ct_gradient_norms(const CTTensorRef *tensors, int64_t count, double *out) {
  return changing([&] {
    for (int64_t i = 0; i < count; i++) {
      const auto &gradient = tensors[i]->value.grad();
      out[i] = gradient.defined() ? norm(gradient) : 0;
    }
  });
}

CTStatus ct_scale_gradients(const CTTensorRef *tensors, int64_t count, double factor) {
  return changing([&] {
    for (int64_t i = 0; i < count; i++) {
      auto &gradient = tensors[i]->value.mutable_grad();
      if (gradient.defined()) gradient.mul_(factor);
    }
  });
}
}
