import Foundation

extension LearningRateSchedule {
  /// How the rate moves after the warm-up, as a share of the base rate.
  ///
  /// The formulas are PyTorch's, those of its schedulers that the cases name.
  public enum Shape: Codable, Equatable, Sendable {
    case constant
    /// Half a cosine down to a share, which it reaches after the last step (`CosineAnnealingLR`).
    case cosine(finalShare: Double)
    /// A straight line down to a share, which it reaches after the last step (`LinearLR`).
    case linear(finalShare: Double)
    /// Up by half a cosine from a share over the first `rise` of the run, then down to another by the last step (`OneCycleLR`).
    case oneCycle(rise: Double, startShare: Double, finalShare: Double)
    /// Half cosines over `period` steps, each `growth` times as long as the one before
    /// (`CosineAnnealingWarmRestarts`).
    case restarts(period: Int, growth: Int, finalShare: Double)

    private enum CodingKeys: String, CodingKey {
      case constant
      case cosine
      case linear
      case oneCycle = "one_cycle"
      case restarts
    }

    private enum CosineCodingKeys: String, CodingKey { case finalShare = "final_share" }

    private enum LinearCodingKeys: String, CodingKey { case finalShare = "final_share" }

    private enum OneCycleCodingKeys: String, CodingKey {
      case rise
      case startShare = "start_share"
      case finalShare = "final_share"
    }

    private enum RestartsCodingKeys: String, CodingKey {
      case period
      case growth
      case finalShare = "final_share"
    }

    /// The share of the base rate after `step` of `length` steps; steps may be fractions.
    func share(after step: Double, of length: Double) -> Double {
      switch self {
      case .constant: return 1
      case .cosine(let final): return Self.cosine(from: 1, to: final, min(1, step / length))
      case .linear(let final): return 1 + (final - 1) * min(1, step / length)
      case .oneCycle(let rise, let start, let final):
        let (top, end) = (rise * length - 1, length - 1)
        if step <= top, top > 0 { return Self.cosine(from: start, to: 1, step / top) }
        return Self.cosine(
          from: 1, to: final, min(1, (step - max(0, top)) / max(1, end - max(0, top))))
      case .restarts(let period, let growth, let final):
        var (left, cycle) = (step, Double(period))
        if growth == 1 { left = left.truncatingRemainder(dividingBy: cycle) }
        while left >= cycle {
          left -= cycle
          cycle *= Double(growth)
        }
        return Self.cosine(from: 1, to: final, left / cycle)
      }
    }

    /// Whether the run's length says how fast the rate moves.
    var isStretchable: Bool {
      switch self {
      case .constant, .restarts: false
      case .cosine, .linear, .oneCycle: true
      }
    }

    private static func cosine(from start: Double, to end: Double, _ share: Double) -> Double {
      end + (start - end) * 0.5 * (1 + cos(.pi * share))
    }
  }
}
