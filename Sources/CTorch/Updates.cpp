#include "Updates.h"

#include "Pieces.h"

using namespace thaw;

// PyTorch's operations in their order, a statement for each, so that both round alike.

THAW_KERNEL double thaw_sgd_update(int64_t count, float *parameter, const float *gradient,
                                   float *momentum, const SGDTerms &terms) {
  SquareSum moved;
  for_lanes(count, [&](int64_t i, auto part) __attribute__((always_inline)) {
    Lanes before, change;
    part.load(parameter + i, before);
    part.load(gradient + i, change);
    change = before * terms.decay + change;
    if (momentum) {
      Lanes kept;
      part.load(momentum + i, kept);
      kept = kept * terms.momentum;
      change = kept + change;
      part.store(change, momentum + i);
    }
    const Lanes after = change * -terms.rate + before;
    part.store(after, parameter + i);
    moved.add(after - before);
  });
  return moved.total();
}

THAW_KERNEL double thaw_adamw_update(int64_t count, float *parameter, const float *gradient,
                                     float *first, float *second, const AdamWTerms &terms) {
  SquareSum moved;
  for_lanes(count, [&](int64_t i, auto part) __attribute__((always_inline)) {
    Lanes before, slope, mean, square;
    part.load(parameter + i, before);
    part.load(gradient + i, slope);
    part.load(first + i, mean);
    part.load(second + i, square);
    mean = mean * terms.beta1;
    mean = slope * terms.share1 + mean;
    square = square * terms.beta2;
    square = slope * terms.share2 * slope + square;
    const Lanes root = __builtin_elementwise_sqrt(square) / terms.root_correction;
    const Lanes step = mean * -terms.rate / (root + terms.epsilon);
    const Lanes decayed = before * terms.decay;
    const Lanes after = decayed + step;
    part.store(mean, first + i);
    part.store(square, second + i);
    part.store(after, parameter + i);
    moved.add(after - before);
  });
  return moved.total();
}
