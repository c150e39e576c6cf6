#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdlib>

#include "Handles.h"

using namespace thaw;

namespace {

// OpenBLAS says itself how it was built: 0 serial, 1 pthread, 2 OpenMP.
CTBlas openblas_threads(int built) {
  switch (built) {
    case 0: return CT_BLAS_SERIAL;
    case 1: return CT_BLAS_PTHREAD;
    case 2: return CT_BLAS_OPENMP;
    default: return CT_BLAS_UNKNOWN;
  }
}

std::string file_of(const void *symbol) {
  Dl_info info;
  if (!symbol || !dladdr(symbol, &info)) return "";
  char *path = realpath(info.dli_fname, nullptr);
  std::string file = path ? path : info.dli_fname;
  std::free(path);
  return file;
}

std::string blas_file() {
  const void *product = dlsym(RTLD_DEFAULT, "sgemm_");
  return product ? file_of(product) : file_of(reinterpret_cast<void *>(&at::get_num_threads));
}

}  // namespace

extern "C" {

const char *ct_runtime_version(void) { return TORCH_VERSION; }

int64_t ct_runtime_threads(void) { return at::get_num_threads(); }

CTStatus ct_runtime_set_threads(int64_t count) {
  return guarded([&] { at::set_num_threads(static_cast<int>(count)); });
}

CTStatus ct_runtime_set_deterministic(bool deterministic) {
  return guarded([&] { at::globalContext().setDeterministicAlgorithms(deterministic, false); });
}

CTBlas ct_runtime_blas(void) {
  if (at::hasMKL()) return CT_BLAS_MKL;
  const auto built = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_parallel"));
  return built ? openblas_threads(built()) : CT_BLAS_UNKNOWN;
}

const char *ct_runtime_blas_path(void) {
  static const std::string path = blas_file();
  return path.c_str();
}
}
