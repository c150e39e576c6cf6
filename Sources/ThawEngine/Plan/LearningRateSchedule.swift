import Foundation

/// The learning rate of every step, before a row's ramp.
///
/// Steps are counted from 0: `rate(at: n)` is for the step that follows `n` completed ones.
struct LearningRateSchedule: Equatable, Sendable {
  /// How the rate moves after the warm-up.
  enum Shape: Equatable, Sendable {
    case constant
    /// Half a cosine from the base rate to this share of it, which it reaches after the last step.
    case cosine(finalShare: Double)
  }

  /// The rate after the warm-up, before scaling.
  let baseRate: Double
  let shape: Shape
  /// Steps over which the rate rises linearly from `baseRate / warmupSteps`.
  let warmupSteps: Int
  let totalSteps: Int
  /// What commands made of the schedule; 1 is the recipe's.
  private(set) var scale: Double

  init(
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
  func rate(at step: Int) -> Double { unscaledRate(at: step) * scale }

  /// Scales the whole schedule so that its rate after `step` completed steps is `rate`.
  ///
  /// Returns false, and changes nothing, where the schedule has come down to zero.
  mutating func setRate(_ rate: Double, at step: Int) -> Bool {
    let unscaled = unscaledRate(at: step)
    guard unscaled > 0 else { return false }
    scale = rate / unscaled
    return true
  }

  private func unscaledRate(at step: Int) -> Double {
    if step < warmupSteps { return baseRate * Double(step + 1) / Double(warmupSteps) }
    switch shape {
    case .constant: return baseRate
    case .cosine(let finalShare):
      let length = max(1, totalSteps - warmupSteps)
      let share = min(1, Double(step - warmupSteps) / Double(length))
      return baseRate * (finalShare + (1 - finalShare) * 0.5 * (1 + cos(.pi * share)))
    }
  }
}
