#include <ATen/ops/isfinite.h>

#include "Handles.h"

using namespace thaw;

namespace {

template <typename Right>
at::Tensor apply(CTBinary operation, const at::Tensor &lhs, const Right &rhs) {
  switch (operation) {
    case CT_ADD: return lhs.add(rhs);
    case CT_SUBTRACT: return lhs.sub(rhs);
    case CT_MULTIPLY: return lhs.mul(rhs);
    case CT_DIVIDE: return lhs.div(rhs);
  }
  TORCH_CHECK(false, "no operation has the number ", static_cast<int>(operation));
}

}  // namespace

extern "C" {

CTStatus ct_tensor_binary(CTBinary operation, CTTensorRef lhs, CTTensorRef rhs, CTTensorRef *out) {
  return emitting(out, [&] { return apply(operation, lhs->value, rhs->value); });
}

CTStatus ct_tensor_binary_scalar(CTBinary operation, CTTensorRef lhs, double rhs,
                                 CTTensorRef *out) {
  return emitting(out, [&] { return apply(operation, lhs->value, at::Scalar(rhs)); });
}

CTStatus ct_tensor_accumulate(CTTensorRef tensor, CTTensorRef other, double scale) {
  return changing([&] { tensor->value.add_(other->value, scale); });
}

CTStatus ct_tensor_scale(CTTensorRef tensor, double factor) {
  return changing([&] { tensor->value.mul_(factor); });
}

CTStatus ct_tensor_matmul(CTTensorRef lhs, CTTensorRef rhs, CTTensorRef *out) {
  return emitting(out, [&] { return lhs->value.matmul(rhs->value); });
}

CTStatus ct_tensor_sum(CTTensorRef tensor, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.sum(); });
}

CTStatus ct_tensor_mean(CTTensorRef tensor, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.mean(); });
}

CTStatus ct_tensor_argmax(CTTensorRef tensor, int64_t dimension, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.argmax(dimension); });
}

CTStatus ct_tensor_softmax(CTTensorRef tensor, int64_t dimension, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.softmax(dimension); });
}

CTStatus ct_tensor_log_softmax(CTTensorRef tensor, int64_t dimension, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.log_softmax(dimension); });
}

CTStatus ct_tensor_is_finite(CTTensorRef tensor, bool *out) {
  return changing([&] { *out = at::isfinite(tensor->value).all().item().toBool(); });
}
}
