#include <ATen/CPUGeneratorImpl.h>

#include <mutex>

#include "Handles.h"

using namespace thaw;

namespace {

// A generator of its own for each thread: two runs in one process never disturb one another.
const at::Generator &generator_of_thread() {
  thread_local const at::Generator generator = at::detail::createCPUGenerator();
  return generator;
}

}  // namespace

extern "C" {

CTStatus ct_generator_make(uint64_t seed, CTGeneratorRef *out) {
  return guarded([&] { *out = new CTGenerator{at::detail::createCPUGenerator(seed)}; });
}

CTStatus ct_generator_of_thread(CTGeneratorRef *out) {
  return guarded([&] { *out = new CTGenerator{generator_of_thread()}; });
}

void ct_generator_release(CTGeneratorRef generator) { delete generator; }

CTStatus ct_generator_seed(CTGeneratorRef generator, uint64_t seed) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->value.mutex());
    generator->value.set_current_seed(seed);
  });
}

CTStatus ct_generator_state(CTGeneratorRef generator, CTTensorRef *out) {
  return emitting(out, [&] {
    std::lock_guard<std::mutex> lock(generator->value.mutex());
    return generator->value.get_state();
  });
}

CTStatus ct_generator_set_state(CTGeneratorRef generator, CTTensorRef state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator->value.mutex());
    generator->value.set_state(state->value);
  });
}

CTStatus ct_tensor_fill_normal(CTTensorRef tensor, double mean, double deviation,
                               CTGeneratorRef generator) {
  return changing([&] { tensor->value.normal_(mean, deviation, generator->value); });
}

CTStatus ct_tensor_fill_uniform(CTTensorRef tensor, double low, double high,
                                CTGeneratorRef generator) {
  return changing([&] { tensor->value.uniform_(low, high, generator->value); });
}
}
