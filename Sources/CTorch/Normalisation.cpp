#include "Normalisation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "Kernels.h"

using namespace thaw;

namespace {

struct Limits {
  float low, high;
};

Limits limits(CTActivation activation) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  switch (activation) {
    case CT_LINEAR: return {-infinity, infinity};
    case CT_RELU: return {0, infinity};
    case CT_RELU6: return {0, 6};
  }
  TORCH_CHECK(false, "no activation has the number ", static_cast<int>(activation));
}

bool is_vector(const at::Tensor &tensor, int64_t channels) {
  return tensor.defined() && tensor.scalar_type() == at::kFloat && tensor.is_contiguous() &&
         tensor.numel() == channels;
}

}  // namespace

// What libtorch computes, to the bit: its kernel makes the same two numbers of each channel.
THAW_KERNEL void thaw_channel_terms(int64_t channels, const float *weight, const float *bias,
                                    const float *mean, const float *variance, float epsilon,
                                    float *scale, float *shift) {
  for (int64_t c = 0; c < channels; c++) {
    scale[c] = 1 / std::sqrt(variance[c] + epsilon) * weight[c];
    shift[c] = bias[c] - mean[c] * scale[c];
  }
}

// A NaN is neither below nor above and stays.
THAW_KERNEL void thaw_scale_shift_limit(float *pixels, int64_t count, int64_t channels,
                                        const float *scale, const float *shift, float low,
                                        float high) {
  for (int64_t pixel = 0; pixel < count; pixel++) {
    float *values = pixels + pixel * channels;
    for (int64_t c = 0; c < channels; c++) {
      float value = values[c] * scale[c] + shift[c];
      value = value < low ? low : value;
      values[c] = value > high ? high : value;
    }
  }
}

bool thaw::normalise_in_place(const at::Tensor &input, const Statistics &by, double epsilon,
                              CTActivation activation) {
  if (input.scalar_type() != at::kFloat || input.dim() != 4 || input.numel() == 0 ||
      !input.is_contiguous(at::MemoryFormat::ChannelsLast)) {
    return false;
  }
  const int64_t channels = input.size(1);
  for (const auto *each : {&by.weight, &by.bias, &by.mean, &by.variance}) {
    if (!is_vector(*each, channels)) return false;
  }
  std::vector<float> scale(channels), shift(channels);
  thaw_channel_terms(channels, by.weight.data_ptr<float>(), by.bias.data_ptr<float>(),
                     by.mean.data_ptr<float>(), by.variance.data_ptr<float>(),
                     static_cast<float>(epsilon), scale.data(), shift.data());
  const auto [low, high] = limits(activation);
  float *const pixels = input.data_ptr<float>();
  // Parts of some thousand numbers, so that small images do not wait for threads.
  const int64_t count = input.numel() / channels;
  const int64_t part = std::max<int64_t>(1, 16'384 / channels);
  parallel((count + part - 1) / part, [&, low = low, high = high](int64_t first, int64_t last) {
    const int64_t from = first * part, to = std::min(last * part, count);
    thaw_scale_shift_limit(pixels + from * channels, to - from, channels, scale.data(),
                           shift.data(), low, high);
  });
  return true;
}
