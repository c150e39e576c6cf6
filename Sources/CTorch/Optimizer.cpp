#include <ATen/ops/zeros_like.h>

#include <cmath>
#include <memory>

#include "Handles.h"

using namespace thaw;

namespace {

// A parameter and what the optimizer remembers of it; slots are undefined until they are needed.
struct Entry {
  at::Tensor parameter;
  at::Tensor slots[3];
  int64_t steps = 0;
};

// PyTorch's defaults: no dampening, no Nesterov momentum; weight decay is part of the gradient.
void update(Entry &entry, const at::Tensor &gradient, double rate, const CTSGD &options) {
  auto &momentum = entry.slots[CT_SLOT_MOMENTUM];
  auto change = gradient;
  if (options.weight_decay != 0) change = change.add(entry.parameter, options.weight_decay);
  if (options.momentum != 0) {
    if (momentum.defined()) {
      momentum.mul_(options.momentum).add_(change);
    } else {
      momentum = change.clone();
    }
    change = momentum;
  }
  entry.parameter.add_(change, -rate);
}

// Loshchilov & Hutter 2019, with PyTorch's place of epsilon: outside the bias correction.
void update(Entry &entry, const at::Tensor &gradient, double rate, const CTAdamW &options) {
  auto &first = entry.slots[CT_SLOT_FIRST_MOMENT], &second = entry.slots[CT_SLOT_SECOND_MOMENT];
  if (!first.defined()) first = at::zeros_like(entry.parameter);
  if (!second.defined()) second = at::zeros_like(entry.parameter);
  const double correction1 = 1 - std::pow(options.beta1, entry.steps);
  const double correction2 = 1 - std::pow(options.beta2, entry.steps);
  entry.parameter.mul_(1 - rate * options.weight_decay);
  first.mul_(options.beta1).add_(gradient, 1 - options.beta1);
  second.mul_(options.beta2).addcmul_(gradient, gradient, 1 - options.beta2);
  const auto scale = second.sqrt().div_(std::sqrt(correction2)).add_(options.epsilon);
  entry.parameter.addcdiv_(first, scale, -rate / correction1);
}

}  // namespace

struct CTOptimizer {
  explicit CTOptimizer(const CTTensorRef *parameters, int64_t count) {
    for (const auto &parameter : list(parameters, count)) entries.push_back({parameter, {}, 0});
  }
  virtual ~CTOptimizer() = default;
  virtual void move(Entry &entry, const at::Tensor &gradient, double rate) const = 0;
  virtual void set_weight_decay(double decay) = 0;

  void step(const double *rates) {
    for (size_t i = 0; i < entries.size(); i++) {
      const auto gradient = entries[i].parameter.grad();
      if (!gradient.defined()) continue;
      entries[i].steps += 1;
      move(entries[i], gradient, rates[i]);
    }
  }

  std::vector<Entry> entries;
};

namespace {

template <typename Options>
struct Optimizer final : CTOptimizer {
  Optimizer(const CTTensorRef *parameters, int64_t count, Options options)
      : CTOptimizer(parameters, count), options(options) {}

  void move(Entry &entry, const at::Tensor &gradient, double rate) const override {
    update(entry, gradient, rate, options);
  }

  void set_weight_decay(double decay) override { options.weight_decay = decay; }

  Options options;
};

}  // namespace

extern "C" {

CTStatus ct_optimizer_sgd(const CTTensorRef *parameters, int64_t count, CTSGD options,
                          CTOptimizerRef *out) {
  return guarded([&] { *out = new Optimizer<CTSGD>(parameters, count, options); });
}

CTStatus ct_optimizer_adamw(const CTTensorRef *parameters, int64_t count, CTAdamW options,
                            CTOptimizerRef *out) {
  return guarded([&] { *out = new Optimizer<CTAdamW>(parameters, count, options); });
}

void ct_optimizer_release(CTOptimizerRef optimizer) { delete optimizer; }

void ct_optimizer_set_weight_decay(CTOptimizerRef optimizer, double decay) {
  optimizer->set_weight_decay(decay);
}

CTStatus ct_optimizer_step(CTOptimizerRef optimizer, const double *rates) {
  return changing([&] { optimizer->step(rates); });
}

CTStatus ct_optimizer_slot(CTOptimizerRef optimizer, int64_t parameter, CTSlot slot,
                           CTTensorRef *out) {
  return guarded([&] {
    const auto &value = optimizer->entries.at(parameter).slots[slot];
    if (value.defined()) *out = new CTTensor(value);
  });
}

CTStatus ct_optimizer_set_slot(CTOptimizerRef optimizer, int64_t parameter, CTSlot slot,
                               CTTensorRef value) {
  return changing([&] {
    auto &entry = optimizer->entries.at(parameter);
    if (!value) return entry.slots[slot].reset();
    TORCH_CHECK(value->value.sizes() == entry.parameter.sizes(), "the state has the shape ",
                value->value.sizes(), ", its parameter ", entry.parameter.sizes());
    entry.slots[slot] = at::zeros_like(entry.parameter).copy_(value->value);
  });
}

int64_t ct_optimizer_steps(CTOptimizerRef optimizer, int64_t parameter) {
  return optimizer->entries[parameter].steps;
}

void ct_optimizer_set_steps(CTOptimizerRef optimizer, int64_t parameter, int64_t steps) {
  optimizer->entries[parameter].steps = steps;
}
}
