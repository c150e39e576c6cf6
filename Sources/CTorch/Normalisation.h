#pragma once

#include "Handles.h"

namespace thaw {

struct Statistics {
  const at::Tensor &weight, &bias, &mean, &variance;
};

// BatchNorm by running statistics, and an activation, in one pass over the input's memory. Does nothing and
// returns false for what is not [B, C, H, W] float32 with the channels innermost.
bool normalise_in_place(const at::Tensor &input, const Statistics &by, double epsilon,
                        CTActivation activation);

}  // namespace thaw
