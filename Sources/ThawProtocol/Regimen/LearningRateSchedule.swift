import Foundation

/// The learning rate of every step, before a row's factor and ramp.
///
/// Steps are counted from 0: `rate(at: n)` is for the step that follows `n` completed ones.
public struct LearningRateSchedule: Codable, Equatable, Sendable {
  /// The rate after the warm-up, before scaling.
  public let baseRate: Double
  /// How the rate moves after the warm-up.
  public let shape: Shape
  /// Steps over which the rate rises linearly from `baseRate / warmupSteps`.
  public let warmupSteps: Int
  /// The step at which the run, and the curve, ends.
  public private(set) var totalSteps: Int
  /// What commands made of the rate; 1 is the recipe's.
  public private(set) var scale: Double
  private var bend: Bend?
  /// Completed steps when this curve began; nil: the run's beginning.
  private var start: Int?

  private enum CodingKeys: String, CodingKey {
    case baseRate = "base_rate"
    case shape
    case warmupSteps = "warmup_steps"
    case totalSteps = "total_steps"
    case scale
    case bend
    case start
  }

  /// Where a change of the run's length bent the curve: from `step` on, what was left of it, from `place` to `end`, is
  /// spread over the steps that are left.
  private struct Bend: Codable, Equatable, Sendable {
    var step: Int
    var place: Double
    var end: Double
  }

  /// Makes a schedule over a run of so many steps.
  public init(
    baseRate: Double, shape: Shape = .constant, warmupSteps: Int = 0, totalSteps: Int,
    scale: Double = 1
  ) {
    self.baseRate = baseRate
    self.shape = shape
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
    self.scale = scale
  }

  /// The rate of the step that follows `step` completed ones.
  public func rate(at step: Int) -> Double { unscaledRate(at: step) * scale }

  /// Scales the whole schedule so that its rate after `step` completed steps is `rate`.
  ///
  /// Returns false, and changes nothing, where the schedule has come down to zero.
  public mutating func setRate(_ rate: Double, at step: Int) -> Bool {
    let unscaled = unscaledRate(at: step)
    guard unscaled > 0 else { return false }
    scale = rate / unscaled
    return true
  }

  /// Scales what is to come.
  public mutating func multiply(by factor: Double) { scale *= factor }

  /// Lets the run end at another step.
  ///
  /// A curve that comes down to its end goes on from where it is, without a jump, and reaches its end when the run does. Cycles keep
  /// their length.
  ///
  /// One that has come to its end already goes on as that of a run which was to be so long from its beginning.
  ///
  /// - Precondition: `total` lies after `step`, the completed steps.
  public mutating func setTotalSteps(_ total: Int, at step: Int) {
    precondition(total > step)
    if step >= totalSteps {
      bend = nil
    } else if step > warmupEnd, shape.isStretchable {
      bend = Bend(step: step, place: place(of: step), end: bend?.end ?? Double(totalSteps))
    }
    totalSteps = total
  }

  /// Follows another curve from here to the end of the run.
  ///
  /// The curve's highest rate is `rate`, else what the rate is now; during the warm-up, which goes on, what it leads to.
  /// Returns false, and changes nothing, where that is zero.
  public mutating func setShape(_ choice: ShapeChoice, rate: Double? = nil, at step: Int) -> Bool {
    let isWarmingUp = step < warmupEnd
    let top = rate ?? (isWarmingUp ? baseRate * scale : self.rate(at: step))
    guard top > 0 else { return false }
    let start = isWarmingUp ? self.start : step
    let warmup = isWarmingUp ? warmupSteps : 0
    self = LearningRateSchedule(
      baseRate: top, shape: choice.shape(over: totalSteps - (start ?? 0) - warmup),
      warmupSteps: warmup, totalSteps: totalSteps)
    self.start = start
    return true
  }

  /// Completed steps when the warm-up is over.
  private var warmupEnd: Int { (start ?? 0) + warmupSteps }

  private func unscaledRate(at step: Int) -> Double {
    if step < warmupEnd {
      return baseRate * Double(step - (start ?? 0) + 1) / Double(warmupSteps)
    }
    let end = bend?.end ?? Double(totalSteps)
    let before = Double(warmupEnd)
    return baseRate * shape.share(after: place(of: step) - before, of: max(1, end - before))
  }

  /// Where on the curve as it was before any bend a step is.
  private func place(of step: Int) -> Double {
    guard let bend else { return Double(step) }
    let speed = (bend.end - bend.place) / Double(totalSteps - bend.step)
    return min(bend.end, max(0, bend.place + Double(step - bend.step) * speed))
  }
}
