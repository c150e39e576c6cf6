extension Regimen {
  /// Begins a plan that is known by a name, after `step` completed steps.
  ///
  /// - Parameters:
  ///   - preset: Which one.
  ///   - step: Completed steps.
  ///   - rows: The rows' names in board order.
  ///   - frozen: The indices of those that are frozen.
  public mutating func begin(_ preset: PlanPreset, at step: Int, rows: [String], frozen: Set<Int>) {
    guard preset.name != .frontFirst else {
      frontFirst = FrontFirst(intervals: Int(preset.number), at: step)
      return
    }
    plan += preset.items(
      fromEpoch: accumulation.epoch(after: step), rows: rows, frozen: frozen)
  }

  /// Adds a step to the plan.
  ///
  /// - Throws: ``RegimenRefusal`` where it names no row.
  public mutating func add(_ item: PlanItem, rows: [String]) throws(RegimenRefusal) {
    do { _ = try RowPattern.indices(of: item.patterns, in: rows) } catch {
      throw RegimenRefusal("\(item.text): \(error.message)")
    }
    plan.append(item)
  }

  /// The step after which an item is due; nil where that is not known before.
  public func step(of item: PlanItem) -> Int? {
    switch item.condition {
    case .step(let step): step
    case .epoch(let epoch): accumulation.step(afterEpochs: epoch)
    case .flat: nil
    }
  }

  /// The plan's items with their numbers from 1, those whose step is known first and in its order.
  public var timeline: [(number: Int, item: PlanItem, step: Int?)] {
    plan.enumerated().map { ($0 + 1, $1, step(of: $1)) }
      .sorted { ($0.step ?? .max, $0.number) < ($1.step ?? .max, $1.number) }
  }

  /// Takes the next command that is due after `step` completed steps out of the plan; nil where none is.
  ///
  /// An item's commands come one at a time, so that a checkpoint in between holds those that are left.
  public mutating func takeDue(at step: Int) -> Command? {
    let plateau = plan.firstIndex { if case .flat = $0.condition { true } else { false } }
    guard
      let place = plan.indices.first(where: { index in
        if case .flat(let steps) = plan[index].condition {
          return index == plateau && watch.best != nil
            && step - max(watch.improvedAt, flatSince) >= steps
        }
        return self.step(of: plan[index]).map { $0 <= step } ?? false
      })
    else { return nil }
    if place == plateau {
      flatSince = step
      plan[place].condition = .step(step)
    }
    let command = plan[place].commands.removeFirst()
    if plan[place].commands.isEmpty { plan.remove(at: place) }
    return command
  }

  mutating func edit(
    by edit: PlanEdit, at step: Int, rows: [String], frozen: Set<Int>
  ) throws(RegimenRefusal) -> RegimenChange {
    switch edit {
    case .show: break
    case .clear:
      plan = []
      frontFirst = nil
    case .drop(let number):
      guard plan.indices.contains(number - 1) else {
        throw RegimenRefusal("the plan has \(plan.count) steps")
      }
      plan.remove(at: number - 1)
    case .add(let item):
      if let due = self.step(of: item), due < step {
        throw RegimenRefusal("\(item.condition.text) has passed")
      }
      try add(item, rows: rows)
    case .preset(let preset):
      guard preset.name == .frontFirst || !frozen.isEmpty else {
        throw RegimenRefusal("no row is frozen that \(preset.name.rawValue) could thaw")
      }
      begin(preset, at: step, rows: rows, frozen: frozen)
    }
    return RegimenChange(note: [planText, lateText].compactMap(\.self).joined(separator: "; "))
  }

  /// Which of the plan's items the run does not live to see; nil where it does all.
  private var lateText: String? {
    let late = timeline.filter { $0.step.map { $0 > totalSteps } ?? false }.map { "\($0.number)" }
    guard !late.isEmpty else { return nil }
    return "the run ends at step \(totalSteps), before \(late.joined(separator: ", "))"
  }

  /// The plan in one line: `1 step 200: thaw head · 2 flat 100: thaw *`.
  public var planText: String {
    var parts = plan.enumerated().map { "\($0 + 1) \($1.text)" }
    if let look = frontFirst?.nextLook(totalSteps: totalSteps) {
      parts.append("front-first looks next at step \(look)")
    }
    return parts.isEmpty ? "the plan is empty" : parts.joined(separator: " · ")
  }
}
