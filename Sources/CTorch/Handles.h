// What stands behind the handles, and the one place where exceptions end.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/GradMode.h>
#include <c10/util/Exception.h>

#include <new>
#include <string>
#include <utility>
#include <vector>

#include "CTorch.h"

struct CTTensor {
  explicit CTTensor(at::Tensor tensor);
  ~CTTensor();
  CTTensor(const CTTensor &) = delete;
  CTTensor &operator=(const CTTensor &) = delete;

  at::Tensor value;
};

struct CTGenerator {
  at::Generator value;
};

namespace thaw {

CTStatus failed(CTStatus status, std::string message) noexcept;

// Runs `body`; what it throws becomes a status and this thread's last error.
template <typename Body>
CTStatus guarded(Body &&body) noexcept {
  try {
    body();
    return CT_OK;
  } catch (const c10::Error &error) {
    return failed(CT_ERROR_TORCH, error.what_without_backtrace());
  } catch (const std::bad_alloc &) {
    return failed(CT_ERROR_MEMORY, "out of memory");
  } catch (const std::exception &error) {
    return failed(CT_ERROR_TORCH, error.what());
  } catch (...) {
    return failed(CT_ERROR_UNKNOWN, "unknown exception");
  }
}

// Gives the tensor that `body` returns, as a new reference.
template <typename Body>
CTStatus emitting(CTTensorRef *out, Body &&body) noexcept {
  return guarded([&] { *out = new CTTensor(body()); });
}

// The same for changes in place, which autograd must not record.
template <typename Body>
CTStatus changing(Body &&body) noexcept {
  return guarded([&] {
    c10::AutoGradMode off(false);
    body();
  });
}

// An undefined tensor stands for null.
inline at::Tensor optional(CTTensorRef tensor) { return tensor ? tensor->value : at::Tensor(); }

inline at::IntArrayRef sizes(const int64_t *shape, int64_t rank) {
  return {shape, static_cast<size_t>(rank)};
}

std::vector<at::Tensor> list(const CTTensorRef *tensors, int64_t count);

at::ScalarType scalar_type(CTDType type);
CTDType element_type(at::ScalarType type);

}  // namespace thaw
