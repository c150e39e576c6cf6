// What libtorch this is, and how it runs.
#ifndef CT_RUNTIME_H
#define CT_RUNTIME_H

#include "CTBase.h"

CT_BEGIN

// Of the headers that this was compiled against.
const char *_Nonnull ct_runtime_version(void);

int64_t ct_runtime_threads(void);

// Threads of one operation, on the calling thread. Starts them, and has the memory that they need, or fails.
CT_CHECKED CTStatus ct_runtime_set_threads(int64_t count);

CT_CHECKED CTStatus ct_runtime_set_deterministic(bool deterministic);

typedef enum CTBlas : int32_t {
  CT_BLAS_UNKNOWN = 0,
  CT_BLAS_SERIAL = 1,
  CT_BLAS_PTHREAD = 2,
  CT_BLAS_OPENMP = 3,
  CT_BLAS_MKL = 4
} CTBlas;

// How the BLAS that libtorch calls runs its threads.
CTBlas ct_runtime_blas(void);

// The file that the BLAS was loaded from; empty where unknown. Never freed.
const char *_Nonnull ct_runtime_blas_path(void);

CT_END
#endif
