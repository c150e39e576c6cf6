/// Predicts how long a step takes with some rows frozen, from how long others took.
///
/// A step takes `rate · work + fixed` seconds, where
///
///     work = forward + 1.25 · inputGradient + weightGradient + 175 · outputs of the rows that train
///
/// is the operations of ``CostModel``, weighed by the time they take: a BatchNorm that learns sweeps over
/// its row's outputs several times in each direction, and a frozen one hardly does. The weights were fitted to
/// eleven masks each of EfficientNet-Lite0 at 64 and at 128 pixels and of ResNet-18 at 64, 32 images a step, on
/// libtorch 1.13 and one x86 core: the root mean square error is 5 % of the full step, of operations
/// alone 12 %. Rate and fixed part are the machine's own, learnt from the steps that were observed.
public struct TimeModel: Equatable, Sendable {
  /// What steps cost in operations.
  public let costs: CostModel
  private var observations: [Observation] = []

  private struct Observation: Equatable, Sendable {
    var timing: StepTiming
    var work: Double

    var mask: StepMask { timing.mask }
    var seconds: Double { timing.seconds }
  }

  private static let inputGradientWeight = 1.25
  private static let outputWeight = 175.0
  /// How much an observation counts, compared with the one after it.
  private static let ageing = 0.7
  /// How much it counts that a step without work takes no time, compared with the newest observation.
  private static let originWeight = 0.2
  private static let mostObservations = 16

  /// Knows no time yet.
  public init(_ costs: CostModel) { self.costs = costs }

  /// Knows what another learnt of the same model; masks of rows that there are not are ignored.
  public init(_ costs: CostModel, timings: [StepTiming]) {
    self.costs = costs
    for timing in timings
    where timing.mask.trainable.allSatisfy(costs.rows.indices.contains) {
      observe(timing.mask, seconds: timing.seconds)
    }
  }

  /// What was observed, the newest last.
  public var timings: [StepTiming] { observations.map(\.timing) }

  /// Learns how long a step of a mask takes: the median of several, all of one batch size.
  ///
  /// A newer observation of the same mask replaces the older; one that is no positive number is ignored.
  public mutating func observe(_ mask: StepMask, seconds: Double) {
    guard seconds > 0, seconds.isFinite else { return }
    observations.removeAll { $0.mask == mask }
    observations.append(
      Observation(timing: StepTiming(mask: mask, seconds: seconds), work: work(mask)))
    observations = observations.suffix(Self.mostObservations)
  }

  /// How many seconds a step of a mask will take; nil before the first observation.
  ///
  /// A mask that was observed takes what it took then, as far as more work does not come out as less time than the
  /// newest observation's.
  public func seconds(_ mask: StepMask) -> Double? {
    guard let newest = observations.last else { return nil }
    let more = work(mask) - newest.work
    if let same = observations.first(where: { $0.mask == mask }) {
      if more == 0 { return same.seconds }
      return more > 0
        ? max(same.seconds, newest.seconds) : min(same.seconds, newest.seconds)
    }
    var rate = rate(through: newest)
    // Less work must not come out as less than no time.
    if more < 0 { rate = min(rate, newest.seconds / newest.work) }
    return newest.seconds + rate * more
  }

  /// By how much a step's time will change between two masks: -0.38 for 38 % less.
  ///
  /// Before the first observation all of a step is taken to be work.
  public func change(from old: StepMask, to new: StepMask) -> Double {
    let (before, after) = (seconds(old) ?? work(old), seconds(new) ?? work(new))
    return before > 0 ? after / before - 1 : 0
  }

  /// Seconds for a unit of work: the slope of the line that passes through the newest observation and near the others.
  private func rate(through newest: Observation) -> Double {
    guard newest.work > 0 else { return 0 }
    var product = Self.originWeight * newest.work * newest.seconds
    var square = Self.originWeight * newest.work * newest.work
    var weight = 1.0
    for observation in observations.dropLast().reversed() {
      let work = observation.work - newest.work
      product += weight * work * (observation.seconds - newest.seconds)
      square += weight * work * work
      weight *= Self.ageing
    }
    return max(0, product / square)
  }

  private func work(_ mask: StepMask) -> Double {
    let cost = costs.cost(mask)
    let outputs = costs.rows.enumerated().reduce(0) { sum, row in
      mask.trainable.contains(row.offset) ? sum + row.element.outputs : sum
    }
    return Double(cost.forward + cost.weightGradient)
      + Self.inputGradientWeight * Double(cost.inputGradient) + Self.outputWeight * Double(outputs)
  }
}
