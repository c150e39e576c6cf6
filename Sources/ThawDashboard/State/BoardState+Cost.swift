import ThawCanvas
import ThawProtocol

/// What freezing or thawing would do to a step's time.
struct CostForecast: Equatable {
  var goal: RowState
  /// By how much the step's time changes: -0.38 for 38 % less.
  var change: Double
  /// What it does besides; nil where the engine has not told enough.
  var memory: Memory?

  /// What a toggle does besides the time.
  struct Memory: Equatable {
    /// Bytes that it needs; below zero for less than now.
    var bytes: Int
    /// Parameters that train beyond those of now; below zero for fewer.
    var parameters: Int
    /// Bytes that there are.
    var available: Int?
    /// What becomes of the optimizer's state of what is thawed; nil for a freeze.
    var moments: String?
    /// Over how many steps its rate rises; nil for none.
    var rampSteps: Int?

    /// Whether there are as many bytes.
    var fits: Bool { available.map { bytes <= $0 } ?? true }
  }
}

extension CostForecast {
  /// What it says of the step's time: `thaw → +18 % step time`.
  func time(_ glyphs: Glyphs) -> String {
    let verb = goal == .frozen ? "freeze" : "thaw"
    return "\(verb) \(glyphs.arrow) \(SavingText.percentage(change)) step time"
  }

  /// What it says besides, the most important first.
  var details: [String] {
    guard let memory else { return [] }
    func signed(_ text: String, _ number: Int) -> String { number > 0 ? "+\(text)" : text }
    return [
      signed(printedMemory(memory.bytes), memory.bytes),
      signed("\(compactNumber(Double(memory.parameters))) params", memory.parameters),
      memory.moments, memory.rampSteps.map { "ramp \($0) steps" },
    ].compactMap { $0 }
  }
}

extension BoardState {
  /// The rows that `[` freezes: all nearer the input than the cursor's.
  var rowsBelow: [Int] { Array(0..<min(cursor, rows.count)) }

  /// The rows that `]` thaws: the cursor's and all nearer the output.
  var rowsAbove: [Int] { Array(min(cursor, rows.count)..<rows.count) }

  /// The first row that trains; all before it are a frozen prefix, which the backward pass never reaches.
  var boundary: Int? { rows.firstIndex { $0.state == .trainable } }

  /// The share of the step that each row costs now; nil where the costs are not known.
  var costShares: [Double]? { CostModel(rows)?.shares(mask) }

  /// What tells how long a step takes; nil where the costs of rows are not known.
  var timeModel: TimeModel? {
    // Engines that do not tell their batch are old; that of most recipes is near enough.
    TimeModel(rows, batch: calibration.traits?.batch ?? 32, timings: calibration.timings)
  }

  /// What toggling the rows that `space` is about would do.
  func forecast(toggling goal: RowState, by model: TimeModel? = nil) -> CostForecast? {
    forecast(targets, to: goal, by: model)
  }

  /// What giving rows a state would do; nil where that changes nothing, where the costs are not known, and
  /// where nothing would train any more.
  ///
  /// ``timeModel`` is given where it is at hand: to make it is most of the work.
  func forecast(_ indices: [Int], to goal: RowState, by model: TimeModel? = nil) -> CostForecast? {
    let changing = Set(indices.filter { rows[$0].state != goal })
    guard !changing.isEmpty, let time = model ?? timeModel else { return nil }
    let next = mask.toggled(to: mask.trainable.symmetricDifference(changing))
    guard !next.trainable.isEmpty else { return nil }
    return CostForecast(
      goal: goal, change: time.change(from: mask, to: next), memory: memory(of: next, goal))
  }

  private func memory(of next: StepMask, _ goal: RowState) -> CostForecast.Memory? {
    guard let traits = calibration.traits, let model = MemoryModel(rows, traits) else { return nil }
    let thawed = next.trainable.subtracting(mask.trainable)
    let isFresh = thawed.isSubset(of: traits.untrained)
    return CostForecast.Memory(
      bytes: model.bytesAdded(from: mask, to: next),
      parameters: model.parameters(next.trainable) - model.parameters(mask.trainable),
      available: traits.availableBytes,
      moments: goal == .frozen ? nil : isFresh ? "no optimizer state yet" : traits.moments,
      rampSteps: goal == .frozen || traits.rampSteps == 0 ? nil : traits.rampSteps)
  }

  private var mask: StepMask {
    StepMask(
      trainable: Set(rows.indices.filter { rows[$0].state == .trainable }), cachedRows: cachedRows)
  }
}
