// SGD and AdamW over a fixed list of parameters.
#ifndef CT_OPTIMIZER_H
#define CT_OPTIMIZER_H

#include "CTBase.h"

CT_BEGIN

typedef struct CTSGD {
  double momentum, weight_decay;
} CTSGD;

typedef struct CTAdamW {
  double beta1, beta2, epsilon, weight_decay;
} CTAdamW;

typedef enum CTSlot : int32_t {
  CT_SLOT_MOMENTUM = 0,
  CT_SLOT_FIRST_MOMENT = 1,
  CT_SLOT_SECOND_MOMENT = 2
} CTSlot;

// Both share the parameters' storage; released with ct_optimizer_release.
CT_CHECKED CTStatus ct_optimizer_sgd(const CTTensorRef _Nonnull *_Nonnull parameters, int64_t count,
                                     CTSGD options, CTOptimizerRef _Nullable *_Nonnull out);
CT_CHECKED CTStatus ct_optimizer_adamw(const CTTensorRef _Nonnull *_Nonnull parameters,
                                       int64_t count, CTAdamW options,
                                       CTOptimizerRef _Nullable *_Nonnull out);
void ct_optimizer_release(CTOptimizerRef _Nonnull optimizer);

// Of the steps to come.
void ct_optimizer_set_weight_decay(CTOptimizerRef _Nonnull optimizer, double decay);

// `rates` has one number a parameter, and `moved` has room for one: the Euclidean norm of its change. A
// parameter whose gradient is undefined stays as it is, and so does its state.
CT_CHECKED CTStatus ct_optimizer_step(CTOptimizerRef _Nonnull optimizer,
                                      const double *_Nonnull rates, double *_Nonnull moved);

// *out stays null where the slot is empty; otherwise the state itself, not a copy.
CT_CHECKED CTStatus ct_optimizer_slot(CTOptimizerRef _Nonnull optimizer, int64_t parameter,
                                      CTSlot slot, CTTensorRef _Nullable *_Nonnull out);

// Copies `value`; null empties the slot.
CT_CHECKED CTStatus ct_optimizer_set_slot(CTOptimizerRef _Nonnull optimizer, int64_t parameter,
                                          CTSlot slot, CTTensorRef _Nullable value);

int64_t ct_optimizer_steps(CTOptimizerRef _Nonnull optimizer, int64_t parameter);
void ct_optimizer_set_steps(CTOptimizerRef _Nonnull optimizer, int64_t parameter, int64_t steps);

CT_END
#endif
