#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/relu.h>

#include "Depthwise.h"
#include "Normalisation.h"

using namespace thaw;

namespace {

// One number an element, or one a sample.
at::Tensor mask_for(const at::Tensor &input, bool whole_samples) {
  if (!whole_samples) return at::empty_like(input);
  TORCH_CHECK(input.dim() > 0, "a scalar has no samples");
  std::vector<int64_t> shape(input.dim(), 1);
  shape[0] = input.size(0);
  return at::empty(shape, input.options());
}

at::Tensor dropout(const at::Tensor &input, double probability, bool whole_samples,
                   const at::Generator &generator) {
  TORCH_CHECK(probability >= 0 && probability < 1, "a probability of ", probability,
              " is not in 0..<1");
  const double keep = 1 - probability;
  const auto mask = mask_for(input.detach(), whole_samples);
  return input.mul(mask.bernoulli_(keep, generator).div_(keep));
}

// In the memory of the input: nothing that leads here looks at it again.
at::Tensor activated(at::Tensor input, CTActivation activation) {
  switch (activation) {
    case CT_LINEAR: return input;
    case CT_RELU: return at::relu_(input);
    case CT_RELU6: return at::hardtanh_(input, 0, 6);
  }
  TORCH_CHECK(false, "no activation has the number ", static_cast<int>(activation));
}

int64_t reduction_code(CTReduction reduction) {
  switch (reduction) {
    case CT_REDUCE_NONE: return at::Reduction::None;
    case CT_REDUCE_MEAN: return at::Reduction::Mean;
    case CT_REDUCE_SUM: return at::Reduction::Sum;
  }
  TORCH_CHECK(false, "no reduction has the number ", static_cast<int>(reduction));
}

}  // namespace

extern "C" {

CTStatus ct_conv2d(CTTensorRef input, CTTensorRef weight, CTTensorRef bias, CTConvolution geometry,
                   CTTensorRef *out) {
  return emitting(out, [&] {
    if (!bias && is_depthwise(input->value, weight->value, geometry)) {
      return depthwise(input->value, weight->value, geometry);
    }
    return at::conv2d(input->value, weight->value, optional(bias), geometry.stride,
                      geometry.padding, geometry.dilation, geometry.groups);
  });
}

CTStatus ct_pad2d(CTTensorRef input, int64_t left, int64_t right, int64_t top, int64_t bottom,
                  CTTensorRef *out) {
  return emitting(out,
                  [&] { return at::constant_pad_nd(input->value, {left, right, top, bottom}); });
}

CTStatus ct_batch_norm(CTTensorRef input, CTTensorRef weight, CTTensorRef bias,
                       CTTensorRef running_mean, CTTensorRef running_variance, bool training,
                       double momentum, double epsilon, CTActivation activation, bool overwriting,
                       CTTensorRef *out) {
  return emitting(out, [&] {
    const auto &mean = running_mean->value, &variance = running_variance->value;
    const auto scale = optional(weight), shift = optional(bias);
    if (overwriting && !training && !c10::GradMode::is_enabled() &&
        normalise_in_place(input->value, {scale, shift, mean, variance}, epsilon, activation)) {
      return input->value;
    }
    return activated(at::batch_norm(input->value, scale, shift, mean, variance, training, momentum,
                                    epsilon, false),
                     activation);
  });
}

CTStatus ct_relu(CTTensorRef input, CTTensorRef *out) {
  return emitting(out, [&] { return at::relu(input->value); });
}

CTStatus ct_relu6(CTTensorRef input, CTTensorRef *out) {
  return emitting(out, [&] { return at::hardtanh(input->value, 0, 6); });
}

CTStatus ct_linear(CTTensorRef input, CTTensorRef weight, CTTensorRef bias, CTTensorRef *out) {
  return emitting(out, [&] { return at::linear(input->value, weight->value, optional(bias)); });
}

CTStatus ct_global_average_pool(CTTensorRef input, CTTensorRef *out) {
  return emitting(out, [&] { return at::adaptive_avg_pool2d(input->value, {1, 1}).flatten(1); });
}

CTStatus ct_max_pool2d(CTTensorRef input, int64_t kernel, int64_t stride, int64_t padding,
                       CTTensorRef *out) {
  return emitting(out, [&] { return at::max_pool2d(input->value, kernel, stride, padding); });
}

CTStatus ct_dropout(CTTensorRef input, double probability, bool whole_samples,
                    CTGeneratorRef generator, CTTensorRef *out) {
  return emitting(
      out, [&] { return dropout(input->value, probability, whole_samples, generator->value); });
}

CTStatus ct_cross_entropy(CTTensorRef logits, CTTensorRef targets, CTReduction reduction,
                          double smoothing, CTTensorRef *out) {
  return emitting(out, [&] {
    return at::cross_entropy_loss(logits->value, targets->value, {}, reduction_code(reduction),
                                  -100, smoothing);
  });
}
}
