#pragma once

#include "Handles.h"

namespace thaw {

// Whether `depthwise` is the faster way to train such a convolution.
bool is_depthwise(const at::Tensor &input, const at::Tensor &weight, const CTConvolution &geometry);

// libtorch's convolution of each channel on its own; its weight's gradient is computed here, where
// libtorch's oneDNN takes a slow path.
at::Tensor depthwise(const at::Tensor &input, const at::Tensor &weight,
                     const CTConvolution &geometry);

}  // namespace thaw
