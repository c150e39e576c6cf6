#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <pthread.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdlib>

#include "Handles.h"
#include "Kernels.h"
#include "Memory.h"

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

// OpenBLAS's working memory for one product, as it has it on x86-64; elsewhere it is less.
constexpr size_t blas_buffer = 128 << 20;

// What the threads of one operation need: libtorch has a pool of its own beside OpenMP's.
size_t room_for(int64_t threads) {
  pthread_attr_t attributes;
  size_t stack = 8 << 20;
  if (pthread_getattr_default_np(&attributes) == 0) {
    pthread_attr_getstacksize(&attributes, &stack);
    pthread_attr_destroy(&attributes);
  }
  return static_cast<size_t>(threads) * (2 * stack + blas_buffer);
}

// OpenBLAS keeps a buffer for each product at a time; where the system gives none it asks again without end.
void make_blas_buffers(int64_t count) {
  const auto take = reinterpret_cast<void *(*)(int)>(dlsym(RTLD_DEFAULT, "blas_memory_alloc"));
  const auto leave = reinterpret_cast<void (*)(void *)>(dlsym(RTLD_DEFAULT, "blas_memory_free"));
  if (!take || !leave) return;
  std::vector<void *> buffers(static_cast<size_t>(count));
  for (auto &buffer : buffers) buffer = take(0);
  for (void *buffer : buffers) leave(buffer);
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
  return guarded([&] {
    TORCH_CHECK(count > 0 && count <= 4096, "from 1 to 4096 threads are possible");
    // Neither pool can say that it cannot have a thread: all are started here, where there is room for them.
    if (!has_room(room_for(count))) throw std::bad_alloc();
    at::set_num_threads(static_cast<int>(count));
    parallel(count, [](int64_t, int64_t) {});
    make_blas_buffers(count);
  });
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
