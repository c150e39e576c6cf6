// Random number generators and what they fill.
#ifndef CT_RANDOM_H
#define CT_RANDOM_H

#include "CTBase.h"

CT_BEGIN

// A new generator, released with ct_generator_release.
CT_CHECKED CTStatus ct_generator_make(uint64_t seed, CTGeneratorRef _Nullable *_Nonnull out);

// A new reference to the calling thread's own generator.
CT_CHECKED CTStatus ct_generator_of_thread(CTGeneratorRef _Nullable *_Nonnull out);

void ct_generator_release(CTGeneratorRef _Nonnull generator);

CT_CHECKED CTStatus ct_generator_seed(CTGeneratorRef _Nonnull generator, uint64_t seed);

// The state as a tensor of bytes.
CT_CHECKED CTStatus ct_generator_state(CTGeneratorRef _Nonnull generator,
                                       CTTensorRef _Nullable *_Nonnull out);

CT_CHECKED CTStatus ct_generator_set_state(CTGeneratorRef _Nonnull generator,
                                           CTTensorRef _Nonnull state);

// In place; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_fill_normal(CTTensorRef _Nonnull tensor, double mean,
                                          double deviation, CTGeneratorRef _Nonnull generator);

// In place, from `low` inclusive to `high` exclusive; not recorded by autograd.
CT_CHECKED CTStatus ct_tensor_fill_uniform(CTTensorRef _Nonnull tensor, double low, double high,
                                           CTGeneratorRef _Nonnull generator);

CT_END
#endif
