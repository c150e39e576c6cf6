#include "Depthwise.h"

#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <ATen/ops/empty.h>
#include <torch/csrc/autograd/custom_function.h>

#include "Kernels.h"

using namespace thaw;
using torch::autograd::variable_list;

namespace {

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

struct Shape {
  int64_t batch, channels, height, width, out_height, out_width, stride, padding;
};

inline const Lanes &at_place(const float *place) {
  return *reinterpret_cast<const Lanes *>(place);
}

// Sixteen channels at a time: the sums of all places of the kernel stay in registers for an image, and the
// images' sums are added up, which also rounds less than one long sum.
template <int K>
__attribute__((always_inline)) inline void add_up(const float *input, const float *gradient,
                                                  float *out, const Shape &shape, int64_t first,
                                                  int64_t last) {
  for (int64_t group = first; group < last; group++) {
    const int64_t c = group * lanes;
    Lanes total[K * K] = {};
    for (int64_t image = 0; image < shape.batch; image++) {
      const float *x = input + image * shape.height * shape.width * shape.channels + c;
      const float *g = gradient + image * shape.out_height * shape.out_width * shape.channels + c;
      Lanes sum[K * K] = {};
      for (int64_t row = 0; row < shape.out_height; row++) {
        const int64_t top = row * shape.stride - shape.padding;
        for (int64_t column = 0; column < shape.out_width; column++) {
          const int64_t left = column * shape.stride - shape.padding;
          const Lanes here = at_place(g + (row * shape.out_width + column) * shape.channels);
          const float *corner = x + (top * shape.width + left) * shape.channels;
          if (top >= 0 && left >= 0 && top + K <= shape.height && left + K <= shape.width) {
#pragma unroll
            for (int place = 0; place < K * K; place++) {
              sum[place] +=
                  here * at_place(corner + (place / K * shape.width + place % K) * shape.channels);
            }
            continue;
          }
#pragma unroll
          for (int place = 0; place < K * K; place++) {
            const int64_t y = top + place / K, z = left + place % K;
            if (y < 0 || z < 0 || y >= shape.height || z >= shape.width) continue;
            sum[place] += here * at_place(x + (y * shape.width + z) * shape.channels);
          }
        }
      }
      for (int place = 0; place < K * K; place++) total[place] += sum[place];
    }
    for (int64_t lane = 0; lane < lanes; lane++) {
      for (int place = 0; place < K * K; place++) {
        out[(c + lane) * K * K + place] = total[place][lane];
      }
    }
  }
}

}  // namespace

THAW_KERNEL void thaw_weight_gradient_3(const float *input, const float *gradient, float *out,
                                        const Shape &shape, int64_t first, int64_t last) {
  add_up<3>(input, gradient, out, shape, first, last);
}

THAW_KERNEL void thaw_weight_gradient_5(const float *input, const float *gradient, float *out,
                                        const Shape &shape, int64_t first, int64_t last) {
  add_up<5>(input, gradient, out, shape, first, last);
}

namespace {

at::Tensor weight_gradient(const at::Tensor &input, const at::Tensor &gradient,
                           const at::Tensor &weight, int64_t stride, int64_t padding) {
  const auto out = at::empty(weight.sizes(), weight.options());
  const Shape shape{input.size(0),    input.size(1),    input.size(2), input.size(3),
                    gradient.size(2), gradient.size(3), stride,        padding};
  const auto kernel = weight.size(2) == 3 ? thaw_weight_gradient_3 : thaw_weight_gradient_5;
  const float *x = input.data_ptr<float>(), *g = gradient.data_ptr<float>();
  float *const target = out.data_ptr<float>();
  // A channel's sum is one thread's, in one order, however many threads there are.
  parallel(shape.channels / lanes, [&](int64_t first, int64_t last) {
    kernel(x, g, target, shape, first, last);
  });
  return out;
}

struct Depthwise : torch::autograd::Function<Depthwise> {
  static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &input,
                            const at::Tensor &weight, int64_t stride, int64_t padding) {
    context->save_for_backward({input, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    context->saved_data["wants_input"] = input.requires_grad();
    return at::conv2d(input, weight, {}, stride, padding, 1, input.size(1));
  }

  static variable_list backward(torch::autograd::AutogradContext *context,
                                variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1];
    const int64_t stride = context->saved_data["stride"].toInt();
    const int64_t padding = context->saved_data["padding"].toInt();
    const auto gradient = gradients[0].contiguous(channels_last);
    at::Tensor of_input;
    if (context->saved_data["wants_input"].toBool()) {
      of_input = std::get<0>(at::convolution_backward(
          gradient, input, weight, c10::nullopt, {stride, stride}, {padding, padding}, {1, 1}, false,
          {0, 0}, input.size(1), {true, false, false}));
    }
    return {of_input, weight_gradient(input, gradient, weight, stride, padding), at::Tensor(),
            at::Tensor()};
  }
};

}  // namespace

bool thaw::is_depthwise(const at::Tensor &input, const at::Tensor &weight,
                        const CTConvolution &geometry) {
  if (!c10::GradMode::is_enabled() || !weight.requires_grad() || input.dim() != 4) return false;
  const int64_t channels = input.size(1), side = weight.size(2);
  // For small kernels on larger images oneDNN is as fast.
  const bool is_slow = side == 5 || (side == 3 && input.size(2) * input.size(3) <= 16);
  return is_slow && geometry.groups == channels && weight.size(0) == channels && geometry.dilation == 1 &&
         channels % lanes == 0 && weight.size(3) == side &&
         input.scalar_type() == at::kFloat && weight.scalar_type() == at::kFloat &&
         weight.is_contiguous() && input.is_contiguous(channels_last);
}

at::Tensor thaw::depthwise(const at::Tensor &input, const at::Tensor &weight,
                           const CTConvolution &geometry) {
  return Depthwise::apply(input, weight, geometry.stride, geometry.padding);
}
