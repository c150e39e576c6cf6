// One step of an optimizer for elements of a parameter: each is read and written once.
#pragma once

#include <cstdint>

namespace thaw {

struct SGDTerms {
  float rate, momentum, decay;
};

// Decay as a factor, the corrections of both moments made.
struct AdamWTerms {
  float decay, beta1, share1, beta2, share2, root_correction, epsilon, rate;
};

}  // namespace thaw

// The sum of the squares by which the elements moved. Without momentum `momentum` is null.
double thaw_sgd_update(int64_t count, float *parameter, const float *gradient, float *momentum,
                       const thaw::SGDTerms &terms);
double thaw_adamw_update(int64_t count, float *parameter, const float *gradient, float *first,
                         float *second, const thaw::AdamWTerms &terms);
