// What loops of our own are built of.
#pragma once

#include <cstdint>
#include <functional>

// One body a kind of processor, chosen when the program starts. `a * b + c` is one rounding where the
// processor has an instruction for it, as in libtorch's own kernels.
#if defined(__x86_64__) && defined(__clang__)
#define THAW_KERNEL __attribute__((target_clones("avx512f", "fma", "default")))
#else
#define THAW_KERNEL
#endif

namespace thaw {

// Sixteen floats: as many registers as the processor needs for them.
typedef float Lanes __attribute__((vector_size(64), aligned(4), may_alias));
constexpr int64_t lanes = 16;

// Calls `body(first, last)` for parts of 0..<count, each on one of libtorch's threads.
void parallel(int64_t count, const std::function<void(int64_t, int64_t)> &body);

}  // namespace thaw
