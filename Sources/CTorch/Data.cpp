#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>

#include <cstring>

#include "Handles.h"

using namespace thaw;

namespace {

int64_t byte_count(at::IntArrayRef shape, at::ScalarType type) {
  int64_t count = static_cast<int64_t>(c10::elementSize(type));
  for (int64_t size : shape) {
    const bool fits = size >= 0 && !__builtin_mul_overflow(count, size, &count);
    TORCH_CHECK(fits, "no tensor has the shape ", shape);
  }
  return count;
}

// memcpy may not be given null, and an empty Swift array has no address.
void copy(void *to, const void *from, int64_t count) {
  if (count > 0) std::memcpy(to, from, static_cast<size_t>(count));
}

at::Tensor packed(const at::Tensor &tensor, at::ScalarType type) {
  return tensor.detach().to(type).contiguous();
}

bool identical(const at::Tensor &lhs, const at::Tensor &rhs) {
  if (lhs.scalar_type() != rhs.scalar_type() || lhs.sizes() != rhs.sizes()) return false;
  const auto left = packed(lhs, lhs.scalar_type()), right = packed(rhs, rhs.scalar_type());
  return left.nbytes() == 0 || std::memcmp(left.data_ptr(), right.data_ptr(), left.nbytes()) == 0;
}

}  // namespace

extern "C" {

CTStatus ct_tensor_from_bytes(const void *bytes, int64_t count, const int64_t *shape, int64_t rank,
                              CTDType type, CTTensorRef *out) {
  return emitting(out, [&] {
    const auto wanted = byte_count(sizes(shape, rank), scalar_type(type));
    TORCH_CHECK(count == wanted, "got ", count, " bytes, the shape takes ", wanted);
    auto tensor = at::empty(sizes(shape, rank), scalar_type(type));
    copy(tensor.data_ptr(), bytes, count);
    return tensor;
  });
}

CTStatus ct_tensor_full(const int64_t *shape, int64_t rank, double value, CTDType type,
                        CTTensorRef *out) {
  return emitting(out, [&] {
    const auto shape_of_it = sizes(shape, rank);
    byte_count(shape_of_it, scalar_type(type));
    return at::full(shape_of_it, value, scalar_type(type));
  });
}

CTStatus ct_tensor_copy_bytes(CTTensorRef tensor, CTDType type, void *bytes, int64_t count) {
  return guarded([&] {
    const auto source = packed(tensor->value, scalar_type(type));
    const auto wanted = static_cast<int64_t>(source.nbytes());
    TORCH_CHECK(count == wanted, "a buffer of ", count, " bytes, the elements take ", wanted);
    copy(bytes, source.data_ptr(), count);
  });
}

CTStatus ct_tensor_item(CTTensorRef tensor, double *out) {
  return guarded([&] {
    TORCH_CHECK(tensor->value.numel() == 1, "only a tensor of one element has a single value");
    *out = tensor->value.item().toDouble();
  });
}

CTStatus ct_tensor_to(CTTensorRef tensor, CTDType type, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.to(scalar_type(type)); });
}

CTStatus ct_tensor_clone(CTTensorRef tensor, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.clone(); });
}

CTStatus ct_tensor_assign(CTTensorRef tensor, CTTensorRef source) {
  return changing([&] {
    TORCH_CHECK(tensor->value.sizes() == source->value.sizes(), "the shapes differ");
    tensor->value.copy_(source->value);
  });
}

CTStatus ct_tensor_fill(CTTensorRef tensor, double value) {
  return changing([&] { tensor->value.fill_(value); });
}

CTStatus ct_tensor_identical(CTTensorRef tensor, CTTensorRef other, bool *out) {
  return guarded([&] { *out = identical(tensor->value, other->value); });
}
}
