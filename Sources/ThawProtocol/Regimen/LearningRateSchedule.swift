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
  /// - Precondition: `total` lies after `step`, the completed steps.
  public mutating func setTotalSteps(_ total: Int, at step: Int) {
    precondition(total > step)
    if step > warmupSteps, shape.isStretchable {
      bend = Bend(step: step, place: place(of: step), end: bend?.end ?? Double(totalSteps))
    }
    totalSteps = total
  }

  private func unscaledRate(at step: Int) -> Double {
    if step < warmupSteps { return baseRate * Double(step + 1) / Double(warmupSteps) }
    let end = bend?.end ?? Double(totalSteps)
    return baseRate
      * shape.share(
        after: place(of: step) - Double(warmupSteps), of: max(1, end - Double(warmupSteps)))
  }

  /// Where on the curve as it was before any bend a step is.
  private func place(of step: Int) -> Double {
    guard let bend else { return Double(step) }
    let speed = (bend.end - bend.place) / Double(totalSteps - bend.step)
    return min(bend.end, max(0, bend.place + Double(step - bend.step) * speed))
  }
}
