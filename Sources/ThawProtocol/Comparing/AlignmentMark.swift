/// The moment of each session from which a comparison counts: steps, epochs and time before it are negative.
public enum AlignmentMark: Equatable, Sendable, LosslessStringConvertible {
  /// The first time that rows were thawed.
  case thaw
  /// The first time that rows were frozen.
  case freeze
  /// The nth thing that was done to the run and not undone, counted from 1.
  case intervention(Int)
  /// The nth checkpoint on the disk, counted from 1.
  case checkpoint(Int)
  /// Where a fork leaves its trunk.
  case fork

  /// The forms in which it is written.
  public static let usage = "thaw|freeze|fork|intervention:N|checkpoint:N"

  /// Reads one: `thaw`, `freeze`, `fork`, `intervention:2`, `checkpoint:1`; without a number the first.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let number = parts.count == 2 ? Int(parts[1]) : 1
    guard parts.count <= 2, let number, number > 0 else { return nil }
    switch parts[0] {
    case "thaw" where parts.count == 1: self = .thaw
    case "freeze" where parts.count == 1: self = .freeze
    case "fork" where parts.count == 1: self = .fork
    case "intervention": self = .intervention(number)
    case "checkpoint": self = .checkpoint(number)
    default: return nil
    }
  }

  /// As it is written.
  public var description: String {
    switch self {
    case .thaw: "thaw"
    case .freeze: "freeze"
    case .fork: "fork"
    case .intervention(let number): "intervention:\(number)"
    case .checkpoint(let number): "checkpoint:\(number)"
    }
  }

  /// In print, behind "from the".
  public var title: String {
    switch self {
    case .thaw: "first thaw"
    case .freeze: "first freeze"
    case .fork: "fork"
    case .intervention(let number): "\(Self.ordinal(number)) intervention"
    case .checkpoint(let number): "\(Self.ordinal(number)) checkpoint"
    }
  }

  /// In print, behind "has no".
  public var noun: String {
    switch self {
    case .thaw, .freeze, .fork: description
    case .intervention, .checkpoint: title
    }
  }

  private static func ordinal(_ number: Int) -> String {
    let suffix =
      switch (number % 10, number % 100) {
      case (1, let tens) where tens != 11: "st"
      case (2, let tens) where tens != 12: "nd"
      case (3, let tens) where tens != 13: "rd"
      default: "th"
      }
    return "\(number)\(suffix)"
  }

  /// The step of a session that it means; nil where the session has no such moment.
  ///
  /// `fork` is the step at which the session leaves another, or is left.
  func step(in session: SessionDetail, fork: Int?) -> Int? {
    let done = Interventions(session.journal).inForce
    switch self {
    case .thaw:
      return done.first { if case .thaw = $0.command { true } else { false } }?.step
    case .freeze:
      return done.first { if case .freeze = $0.command { true } else { false } }?.step
    case .intervention(let number): return number <= done.count ? done[number - 1].step : nil
    case .checkpoint(let number):
      return number <= session.checkpoints.count ? session.checkpoints[number - 1].step : nil
    case .fork: return fork
    }
  }
}

/// In JSON it is its written form.
extension AlignmentMark: RawRepresentable, Codable {
  /// Reads the written form.
  public init?(rawValue: String) { self.init(rawValue) }

  /// The written form.
  public var rawValue: String { description }
}

extension Comparison {
  /// Where each session's steps are counted from.
  public struct AlignmentLine: Encodable, Equatable, Sendable {
    /// The moment.
    public var mark: AlignmentMark
    /// Its step in each session; nil where a session has no such moment.
    public var steps: [Int?]
  }

  /// The step at which each of the compared sessions has a moment; nil where it has none.
  public func steps(of mark: AlignmentMark, in histories: [SessionHistory]) -> [Int?] {
    histories.enumerated().map { place, history in
      let own = forks.first { $0.session == place }
      let first = forks.filter { $0.trunk == place }.map(\.step).min()
      return mark.step(in: history.detail, fork: own?.step ?? first)
    }
  }
}
