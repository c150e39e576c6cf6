// The samples of a batch in memory of the caller's, and what tensors hold as a digest.
#ifndef CT_SAMPLES_H
#define CT_SAMPLES_H

#include "CTBase.h"

CT_BEGIN

// `out` has room for `ct_tensor_rank` numbers.
void ct_tensor_strides(CTTensorRef _Nonnull tensor, int64_t *_Nonnull out);

// One sample of a batch: its shape, and its strides in elements. It fills its memory without gaps.
typedef struct CTSampleLayout {
  const int64_t *_Nullable shape;
  const int64_t *_Nullable strides;
  int64_t rank;
  // As what it is kept.
  CTDType type;
} CTSampleLayout;

// Copies sample i of `[count, …]` to place slots[i]; `places` of them lie one behind the other.
CT_CHECKED CTStatus ct_samples_write(CTTensorRef _Nonnull tensor, CTSampleLayout layout,
                                     const int64_t *_Nonnull slots, int64_t count,
                                     void *_Nonnull memory, int64_t places);

// Gives `[count, …]` in float32, sample i from place slots[i].
CT_CHECKED CTStatus ct_samples_read(const void *_Nonnull memory, int64_t places,
                                    CTSampleLayout layout, const int64_t *_Nonnull slots,
                                    int64_t count, CTTensorRef _Nullable *_Nonnull out);

// Works every bit of the tensors, their types and their shapes into a state of two words.
CT_CHECKED CTStatus ct_digest(const CTTensorRef _Nonnull *_Nonnull tensors, int64_t count,
                              uint64_t *_Nonnull state);

CT_END
#endif
