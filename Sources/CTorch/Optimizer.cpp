#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>
#include <memory>

#include "Handles.h"
#include "Pieces.h"
#include "Updates.h"

using namespace thaw;

namespace {

// A parameter and what the optimizer remembers of it; slots are undefined until they are needed.
struct Entry {
  at::Tensor parameter;
  at::Tensor slots[3];
  int64_t steps = 0;
};

// -- Stochastic gradient descent with PyTorch's defaults: no dampening, no Nesterov momentum; weight decay is part of
// the gradient.

bool uses(const CTSGD &options, CTSlot slot) {
  return slot == CT_SLOT_MOMENTUM && options.momentum != 0;
}

SGDTerms terms(const CTSGD &options, const Entry &, double rate) {
  return {static_cast<float>(rate), static_cast<float>(options.momentum),
          static_cast<float>(options.weight_decay)};
}

double update(const Entry &entry, const at::Tensor &gradient, const SGDTerms &terms, int64_t first,
              int64_t last) {
  const auto &momentum = entry.slots[CT_SLOT_MOMENTUM];
  const bool remembers = terms.momentum != 0;
  return thaw_sgd_update(last - first, elements(entry.parameter) + first,
                         elements(gradient) + first,
                         remembers ? elements(momentum) + first : nullptr, terms);
}

void update(const Entry &entry, const at::Tensor &gradient, const CTSGD &options, double rate) {
  auto change = gradient.add(entry.parameter, options.weight_decay);
  if (options.momentum != 0) {
    change = entry.slots[CT_SLOT_MOMENTUM].mul_(options.momentum).add_(change);
  }
  entry.parameter.add_(change, -rate);
}

// -- AdamW of Loshchilov & Hutter 2019, with PyTorch's place of epsilon: outside the bias correction.

bool uses(const CTAdamW &, CTSlot slot) { return slot != CT_SLOT_MOMENTUM; }

AdamWTerms terms(const CTAdamW &options, const Entry &entry, double rate) {
  const double correction1 = 1 - std::pow(options.beta1, entry.steps);
  const double correction2 = 1 - std::pow(options.beta2, entry.steps);
  return {static_cast<float>(1 - rate * options.weight_decay),
          static_cast<float>(options.beta1),
          static_cast<float>(1 - options.beta1),
          static_cast<float>(options.beta2),
          static_cast<float>(1 - options.beta2),
          static_cast<float>(std::sqrt(correction2)),
          static_cast<float>(options.epsilon),
          static_cast<float>(rate / correction1)};
}

double update(const Entry &entry, const at::Tensor &gradient, const AdamWTerms &terms,
              int64_t first, int64_t last) {
  return thaw_adamw_update(last - first, elements(entry.parameter) + first,
                           elements(gradient) + first,
                           elements(entry.slots[CT_SLOT_FIRST_MOMENT]) + first,
                           elements(entry.slots[CT_SLOT_SECOND_MOMENT]) + first, terms);
}

void update(const Entry &entry, const at::Tensor &gradient, const CTAdamW &options, double rate) {
  const auto &first = entry.slots[CT_SLOT_FIRST_MOMENT];
  const auto &second = entry.slots[CT_SLOT_SECOND_MOMENT];
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
  virtual void step(const double *rates, double *moved) = 0;
  virtual void set_weight_decay(double decay) = 0;

  std::vector<Entry> entries;
};

namespace {

template <typename Options>
struct Optimizer final : CTOptimizer {
  Optimizer(const CTTensorRef *parameters, int64_t count, Options options)
      : CTOptimizer(parameters, count), options(options) {}

  // Parameters of floats are moved together, in one pass over their elements; others with libtorch's operations.
  void step(const double *rates, double *moved) override {
    std::vector<at::Tensor> gradients(entries.size());
    // What takes memory comes first: where there is too little, nothing has moved.
    for (size_t i = 0; i < entries.size(); i++) {
      if (entries[i].parameter.grad().defined()) gradients[i] = begin(entries[i]);
    }
    std::vector<int64_t> counts(entries.size(), 0);
    std::vector<decltype(terms(options, entries[0], 0))> all(entries.size());
    for (size_t i = 0; i < entries.size(); i++) {
      auto &entry = entries[i];
      moved[i] = 0;
      if (!gradients[i].defined()) continue;
      entry.steps += 1;
      if (is_plain(entry, gradients[i])) {
        counts[i] = entry.parameter.numel();
        all[i] = terms(options, entry, rates[i]);
      } else {
        const auto before = entry.parameter.clone();
        update(entry, gradients[i], options, rates[i]);
        moved[i] = at::linalg_vector_norm(entry.parameter.sub(before)).item().toDouble();
      }
    }
    const auto sums = sums_of_pieces(counts, [&](size_t i, int64_t first, int64_t last) {
      return update(entries[i], gradients[i], all[i], first, last);
    });
    for (size_t i = 0; i < entries.size(); i++) {
      if (counts[i] > 0) moved[i] = std::sqrt(sums[i]);
    }
  }

  void set_weight_decay(double decay) override { options.weight_decay = decay; }

 private:
  // Makes what the optimizer will remember of a parameter, and gives its gradient in the parameter's order.
  at::Tensor begin(Entry &entry) const {
    for (const auto slot : {CT_SLOT_MOMENTUM, CT_SLOT_FIRST_MOMENT, CT_SLOT_SECOND_MOMENT}) {
      auto &state = entry.slots[slot];
      if (uses(options, slot) && !state.defined()) state = at::zeros_like(entry.parameter);
    }
    const auto gradient = entry.parameter.grad();
    if (are_alike({entry.parameter, gradient})) return gradient;
    return at::zeros_like(entry.parameter).copy_(gradient);
  }

  bool is_plain(const Entry &entry, const at::Tensor &gradient) const {
    for (const auto slot : {CT_SLOT_MOMENTUM, CT_SLOT_FIRST_MOMENT, CT_SLOT_SECOND_MOMENT}) {
      if (uses(options, slot) && !are_alike({entry.parameter, entry.slots[slot]})) return false;
    }
    return are_alike({entry.parameter, gradient});
  }

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

CTStatus ct_optimizer_step(CTOptimizerRef optimizer, const double *rates, double *moved) {
  return changing([&] { optimizer->step(rates, moved); });
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
