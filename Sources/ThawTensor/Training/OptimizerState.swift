import CTorch

extension Optimizer {
  /// What it remembers of a parameter, by PyTorch's names; empty before the parameter's first step.
  ///
  /// SGD with momentum has `momentum_buffer`, AdamW `exp_avg` and `exp_avg_sq`; both have `step`, an
  /// `int64` scalar. The tensors are copies.
  public func state(of index: Int) throws(TorchError) -> [String: Tensor] {
    let steps = ct_optimizer_steps(handle, checked(index))
    guard steps > 0 else { return [:] }
    var state = ["step": try Tensor([steps], shape: [])]
    for (name, slot) in rule.slots {
      var value: CTTensorRef?
      try check(ct_optimizer_slot(handle, Int64(index), slot, &value), "\(name) of \(index)")
      if let value { state[name] = try Tensor(owning: value).clone() }
    }
    return state
  }

  /// Puts back what ``state(of:)`` gave; what is missing counts as never set.
  ///
  /// AdamW's steps are those of its moments, and do not count without them: in a state that SGD left.
  ///
  /// - Throws: ``TorchError`` when a tensor hasn't its parameter's shape, or the steps are no count.
  public func restoreState(_ state: [String: Tensor], of index: Int) throws(TorchError) {
    let count = try state["step"]?.item() ?? 0
    guard var steps = Int64(exactly: count), steps >= 0 else {
      throw TorchError(
        code: .rejected, message: "\(count) is no count of steps",
        operation: "step of parameter \(index)")
    }
    if case .adamW = rule, rule.slots.contains(where: { state[$0.name] == nil }) { steps = 0 }
    for (name, slot) in rule.slots {
      try check(
        ct_optimizer_set_slot(handle, checked(index), slot, state[name]?.handle),
        "\(name) of parameter \(index)")
    }
    ct_optimizer_set_steps(handle, checked(index), steps)
  }

  /// Forgets everything about a parameter, as if it had never made a step.
  public func resetState(of index: Int) throws(TorchError) { try restoreState([:], of: index) }

  /// Forgets the direction in which a parameter was moving, and keeps the rest.
  ///
  /// For a parameter that is thawed: its direction is from before it was frozen. SGD's momentum, or
  /// AdamW's first moment, becomes zero; AdamW's second moment and the count of steps stay.
  public func zeroFirstMoment(of index: Int) throws(TorchError) {
    let (name, slot) = rule.slots[0]
    var value: CTTensorRef?
    try check(ct_optimizer_slot(handle, checked(index), slot, &value), "\(name) of \(index)")
    if let value { try Tensor(owning: value).zero() }
  }

  private func checked(_ index: Int) -> Int64 {
    precondition(parameters.indices.contains(index), "no parameter \(index)")
    return Int64(index)
  }
}

extension UpdateRule {
  /// The first is the direction of movement.
  fileprivate var slots: [(name: String, slot: CTSlot)] {
    switch self {
    case .sgd: [("momentum_buffer", CT_SLOT_MOMENTUM)]
    case .adamW: [("exp_avg", CT_SLOT_FIRST_MOMENT), ("exp_avg_sq", CT_SLOT_SECOND_MOMENT)]
    }
  }
}
