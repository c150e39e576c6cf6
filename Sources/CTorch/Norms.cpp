#include <ATen/ops/linalg_vector_norm.h>

#include <cmath>

#include "Handles.h"
#include "Pieces.h"

using namespace thaw;

THAW_KERNEL double thaw_squares(int64_t count, const float *values) {
  SquareSum sum;
  for_lanes(count, [&](int64_t i, auto part) __attribute__((always_inline)) {
    Lanes here;
    part.load(values + i, here);
    sum.add(here);
  });
  return sum.total();
}

THAW_KERNEL double thaw_squared_distance(int64_t count, const float *values, const float *others) {
  SquareSum sum;
  for_lanes(count, [&](int64_t i, auto part) __attribute__((always_inline)) {
    Lanes here, there;
    part.load(values + i, here);
    part.load(others + i, there);
    sum.add(here - there);
  });
  return sum.total();
}

namespace {

// Without `others` the norm of the tensor itself. An undefined tensor has the norm 0. As libtorch's, a norm whose
// square is no 32-bit float is infinite: such a gradient would leave AdamW an infinite second moment.
void norms(const std::vector<at::Tensor> &tensors, const std::vector<at::Tensor> &others,
           double *out) {
  const auto is_plain = [&](size_t i) {
    return others.empty() ? are_alike({tensors[i]}) : are_alike({tensors[i], others[i]});
  };
  std::vector<int64_t> counts(tensors.size(), 0);
  for (size_t i = 0; i < tensors.size(); i++) {
    if (tensors[i].defined() && is_plain(i)) counts[i] = tensors[i].numel();
  }
  const auto sums = sums_of_pieces(counts, [&](size_t i, int64_t first, int64_t last) {
    const float *values = elements(tensors[i]) + first;
    if (others.empty()) return thaw_squares(last - first, values);
    return thaw_squared_distance(last - first, values, elements(others[i]) + first);
  });
  for (size_t i = 0; i < tensors.size(); i++) {
    out[i] = std::sqrt(static_cast<float>(sums[i]));
    if (counts[i] > 0 || !tensors[i].defined()) continue;
    const auto values = others.empty() ? tensors[i] : tensors[i].sub(others[i]);
    out[i] = at::linalg_vector_norm(values).item().toDouble();
  }
}

std::vector<at::Tensor> gradients(const CTTensorRef *tensors, int64_t count) {
  auto all = list(tensors, count);
  for (auto &tensor : all) tensor = tensor.grad();
  return all;
}

}  // namespace

extern "C" {

CTStatus ct_norms(const CTTensorRef *tensors, int64_t count, double *out) {
  return changing([&] { norms(list(tensors, count), {}, out); });
}

CTStatus ct_norms_of_differences(const CTTensorRef *tensors, const CTTensorRef *others,
                                 int64_t count, double *out) {
  return changing([&] { norms(list(tensors, count), list(others, count), out); });
}

CTStatus ct_gradient_norms(const CTTensorRef *tensors, int64_t count, double *out) {
  return changing([&] { norms(gradients(tensors, count), {}, out); });
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
