#include "Handles.h"

#include <atomic>

namespace {
std::atomic<int64_t> live{0};
thread_local std::string last_error;
}  // namespace

CTTensor::CTTensor(at::Tensor tensor) : value(std::move(tensor)) { live.fetch_add(1); }
CTTensor::~CTTensor() { live.fetch_sub(1); }

CTStatus thaw::failed(CTStatus status, std::string message) noexcept {
  last_error = std::move(message);
  return status;
}

std::vector<at::Tensor> thaw::list(const CTTensorRef *tensors, int64_t count) {
  std::vector<at::Tensor> values;
  values.reserve(count);
  for (int64_t i = 0; i < count; i++) values.push_back(tensors[i]->value);
  return values;
}

extern "C" {

const char *ct_last_error(void) { return last_error.c_str(); }

void ct_tensor_release(CTTensorRef tensor) { delete tensor; }

int64_t ct_live_tensors(void) { return live.load(); }
}
