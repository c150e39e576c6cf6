// Tensors cut into pieces of elements, for loops that read each element once.
#pragma once

#include <ATen/core/Tensor.h>

#include <initializer_list>
#include <vector>

#include "Kernels.h"

namespace thaw {

// Whether each is of 32-bit floats without gaps, and all have their elements in the same order.
bool are_alike(std::initializer_list<at::Tensor> tensors);

// The first element in memory.
inline float *elements(const at::Tensor &tensor) {
  return static_cast<float *>(tensor.data_ptr());
}

// Calls `body(tensor, first, last)` for pieces of the elements of each tensor, each on one of libtorch's threads, and
// adds up what it gives by tensor: in one order, however many threads there are.
std::vector<double> sums_of_pieces(
    const std::vector<int64_t> &counts,
    const std::function<double(size_t, int64_t, int64_t)> &body);

// What a loop over elements does with a register's worth of them, or with the fewer ones at the end.
#define THAW_INLINE __attribute__((always_inline)) inline

struct Whole {
  THAW_INLINE void load(const float *place, Lanes &values) const {
    __builtin_memcpy(&values, place, sizeof(Lanes));
  }
  THAW_INLINE void store(const Lanes &values, float *place) const {
    __builtin_memcpy(place, &values, sizeof(Lanes));
  }
};

// The places behind the end read as zero.
struct Rest {
  int64_t count;

  THAW_INLINE void load(const float *place, Lanes &values) const {
    values = Lanes{};
    for (int64_t i = 0; i < count; i++) values[i] = place[i];
  }
  THAW_INLINE void store(const Lanes &values, float *place) const {
    for (int64_t i = 0; i < count; i++) place[i] = values[i];
  }
};

// Calls `body(index, part)` for all elements, sixteen at a time.
template <typename Body>
THAW_INLINE void for_lanes(int64_t count, Body &&body) {
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) body(i, Whole{});
  if (i < count) body(i, Rest{count - i});
}

// Squares added up in double precision, where floats neither overflow nor lose the small ones.
struct SquareSum {
  typedef double Wide __attribute__((vector_size(128)));
  Wide sums = {};

  THAW_INLINE void add(const Lanes &values) {
    const Wide wide = __builtin_convertvector(values, Wide);
    sums += wide * wide;
  }

  THAW_INLINE double total() const {
    double total = 0;
    for (int64_t lane = 0; lane < lanes; lane++) total += sums[lane];
    return total;
  }
};

}  // namespace thaw
