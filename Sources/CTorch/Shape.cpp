#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>

#include <algorithm>

#include "Handles.h"

using namespace thaw;

namespace {

at::MemoryFormat format(bool channels_last) {
  return channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous;
}

}  // namespace

extern "C" {

int64_t ct_tensor_rank(CTTensorRef tensor) { return tensor->value.dim(); }

int64_t ct_tensor_count(CTTensorRef tensor) { return tensor->value.numel(); }

void ct_tensor_shape(CTTensorRef tensor, int64_t *out) {
  const auto shape = tensor->value.sizes();
  std::copy(shape.begin(), shape.end(), out);
}

CTStatus ct_tensor_type(CTTensorRef tensor, CTDType *out) {
  return guarded([&] { *out = element_type(tensor->value.scalar_type()); });
}

CTStatus ct_tensor_reshape(CTTensorRef tensor, const int64_t *shape, int64_t rank,
                           CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.reshape(sizes(shape, rank)); });
}

CTStatus ct_tensor_flatten(CTTensorRef tensor, int64_t first, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.flatten(first, -1); });
}

CTStatus ct_tensor_permute(CTTensorRef tensor, const int64_t *order, int64_t rank,
                           CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.permute(sizes(order, rank)); });
}

CTStatus ct_tensor_flip(CTTensorRef tensor, int64_t dimension, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.flip(dimension); });
}

CTStatus ct_tensor_contiguous(CTTensorRef tensor, bool channels_last, CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.contiguous(format(channels_last)); });
}

bool ct_tensor_is_contiguous(CTTensorRef tensor, bool channels_last) {
  return tensor->value.is_contiguous(format(channels_last));
}

CTStatus ct_tensor_narrow(CTTensorRef tensor, int64_t dimension, int64_t start, int64_t length,
                          CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.narrow(dimension, start, length); });
}

CTStatus ct_tensor_index_select(CTTensorRef tensor, int64_t dimension, CTTensorRef indices,
                                CTTensorRef *out) {
  return emitting(out, [&] { return tensor->value.index_select(dimension, indices->value); });
}

CTStatus ct_tensor_cat(const CTTensorRef *tensors, int64_t count, int64_t dimension,
                       CTTensorRef *out) {
  return emitting(out, [&] { return at::cat(list(tensors, count), dimension); });
}

CTStatus ct_tensor_stack(const CTTensorRef *tensors, int64_t count, int64_t dimension,
                         CTTensorRef *out) {
  return emitting(out, [&] { return at::stack(list(tensors, count), dimension); });
}
}
