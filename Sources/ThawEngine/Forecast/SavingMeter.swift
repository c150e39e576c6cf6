import ThawProtocol

/// What a toggle was predicted to do to a step's time, and what it did.
struct Saving: Equatable, Sendable {
  /// The command, or the commands at one boundary: `freeze stem..blocks.4`.
  var command: String
  /// The predicted change: -0.38 for 38 % less.
  var predicted: Double
  /// The change from the median before to the median of the steps after.
  var measured: Double
}

/// Predicts what toggles do to a step's time, and measures what they did.
///
/// Learns from every step how long those of its mask take: the median of the newest 20. The first steps of a process make
/// buffers and start threads; they are passed over.
struct SavingMeter: Sendable {
  /// Steps that are measured after a toggle.
  static let steps = 20
  /// Steps that tell enough to go by, where there are not yet as many.
  private static let fewestSteps = 10
  /// Steps at the beginning of a process that tell nothing.
  static let warmUp = 5

  private(set) var model: TimeModel
  private(set) var mask: StepMask
  /// The newest steps of the mask, in seconds a batch, newest last.
  private var recent: [Double] = []
  private var stepsOfMask = 0
  private var warmUpLeft = warmUp
  private var promise: Promise?

  private struct Promise: Equatable {
    var command: String
    var before: StepMask
    /// Seconds a batch before.
    var seconds: Double
    var predicted: Double
  }

  init(_ model: TimeModel, mask: StepMask) {
    self.model = model
    self.mask = mask
  }

  /// Takes note of a toggle before its first step, and predicts the change of a step's time.
  ///
  /// Commands at one boundary are measured together. What was not yet measured of an earlier one never will be.
  mutating func toggle(to trainable: Set<Int>, command: String) -> Double {
    learn()
    let next = mask.toggled(to: trainable)
    let predicted = model.change(from: mask, to: next)
    if let open = promise, stepsOfMask == 0 {
      promise = Promise(
        command: open.command + ", " + command, before: open.before, seconds: open.seconds,
        predicted: model.change(from: open.before, to: next))
      if open.before == next { promise = nil }
    } else {
      promise = model.timings.first { $0.mask == mask }.map {
        Promise(command: command, before: mask, seconds: $0.seconds, predicted: predicted)
      }
    }
    startOver(with: next)
    return predicted
  }

  /// Takes note of a step by its seconds a batch; returns what a toggle did once enough steps followed it.
  ///
  /// A step of another mask than the last toggle's is none of its steps: what was computed before may now be cached.
  mutating func record(_ seconds: Double, of mask: StepMask) -> Saving? {
    guard warmUpLeft == 0 else {
      warmUpLeft -= 1
      return nil
    }
    if mask != self.mask {
      learn()
      promise = nil
      startOver(with: mask)
    }
    recent = (recent + [seconds]).suffix(Self.steps)
    stepsOfMask += 1
    guard isLearning else { return nil }
    learn()
    guard stepsOfMask == Self.steps, let promise else { return nil }
    self.promise = nil
    return Saving(
      command: promise.command, predicted: promise.predicted,
      measured: median(recent.sorted()) / promise.seconds - 1)
  }

  /// Whether the last step was one that the calibration changed at.
  var isLearning: Bool {
    stepsOfMask == Self.fewestSteps
      || (stepsOfMask > 0 && stepsOfMask.isMultiple(of: Self.steps))
  }

  private mutating func learn() {
    guard recent.count >= Self.fewestSteps else { return }
    let sorted = recent.sorted()
    let median = median(sorted)
    // The standard error of the median of normal values, 1.25 σ / √n, with σ from the middle half of them: some
    // steps wait for something else.
    let half = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let error = 1.25 * half / 1.35 / Double(sorted.count).squareRoot() / median
    model.observe(StepTiming(mask: mask, seconds: median, relativeError: error))
  }

  private mutating func startOver(with mask: StepMask) {
    self.mask = mask
    recent = []
    stepsOfMask = 0
  }

  /// The middle of values in order.
  private func median(_ sorted: [Double]) -> Double {
    (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
