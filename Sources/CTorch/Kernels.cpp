#include "Kernels.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

namespace {

// libtorch's threads are those of the OpenMP library that it loaded. Ours would be others beside them, so its
// entry points are called by name; without them there is one thread.
struct OpenMP {
  using Body = void (*)(void *);
  void (*parallel)(Body, void *, unsigned, unsigned);
  int (*thread)(void);
  int (*threads)(void);

  OpenMP() {
    parallel = reinterpret_cast<decltype(parallel)>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
    thread = reinterpret_cast<decltype(thread)>(dlsym(RTLD_DEFAULT, "omp_get_thread_num"));
    threads = reinterpret_cast<decltype(threads)>(dlsym(RTLD_DEFAULT, "omp_get_num_threads"));
  }

  bool is_usable() const { return parallel && thread && threads; }
};

const OpenMP &openmp() {
  static const OpenMP library;
  return library;
}

struct Work {
  int64_t count;
  const std::function<void(int64_t, int64_t)> &body;
};

void do_part(void *argument) {
  const auto &work = *static_cast<const Work *>(argument);
  const int64_t part = openmp().thread(), parts = openmp().threads();
  const int64_t first = work.count * part / parts, last = work.count * (part + 1) / parts;
  if (first < last) work.body(first, last);
}

}  // namespace

void thaw::parallel(int64_t count, const std::function<void(int64_t, int64_t)> &body) {
  const int64_t threads = at::get_num_threads();
  if (count < 2 || threads < 2 || !openmp().is_usable()) {
    if (count > 0) body(0, count);
    return;
  }
  Work work{count, body};
  openmp().parallel(do_part, &work, static_cast<unsigned>(threads), 0);
}
