// Status, element types and handles.
#ifndef CT_BASE_H
#define CT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CT_BEGIN extern "C" {
#define CT_END }
#else
#define CT_BEGIN
#define CT_END
#endif

#define CT_CHECKED __attribute__((warn_unused_result))

CT_BEGIN

typedef enum CTStatus : int32_t {
  CT_OK = 0,
  CT_ERROR_TORCH = 1,
  CT_ERROR_MEMORY = 2,
  CT_ERROR_UNKNOWN = 3
} CTStatus;

typedef enum CTDType : int32_t {
  CT_FLOAT32 = 0,
  CT_FLOAT64 = 1,
  CT_FLOAT16 = 2,
  CT_BFLOAT16 = 3,
  CT_INT64 = 4,
  CT_INT32 = 5,
  CT_UINT8 = 6,
  CT_BOOL = 7
} CTDType;

typedef struct CTTensor *CTTensorRef;
typedef struct CTGenerator *CTGeneratorRef;
typedef struct CTOptimizer *CTOptimizerRef;

// Why this thread's last failing call failed; valid until its next failure.
const char *_Nonnull ct_last_error(void);

void ct_tensor_release(CTTensorRef _Nonnull tensor);

// Tensor handles of this process that are not released.
int64_t ct_live_tensors(void);

CT_END
#endif
