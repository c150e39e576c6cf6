/// What a run does about the outputs of its frozen rows: whether it keeps them, where, and whether that pays.
public struct CacheStatus: Codable, Equatable, Sendable {
  /// How far it is.
  public enum Stage: String, Codable, Sendable {
    /// The first batches are kept to see how long that takes.
    case measuring
    /// Outputs are kept as they are computed, and read where they are kept.
    case keeping
    /// It would not pay, or there is no room.
    case declined
  }

  /// Where outputs are kept.
  public enum Place: String, Codable, Sendable {
    case memory
    case disk
  }

  /// How far it is.
  public var stage: Stage
  /// How many rows, from the input on, need not be computed where their output is kept.
  public var rows: Int
  /// Outputs that are kept.
  public var kept: Int
  /// Outputs that there are to keep: samples, times augmentation draws.
  public var total: Int
  /// The room that they take, in bytes.
  public var bytes: Int
  /// Where they are kept; nil before any is.
  public var place: Place?
  /// Seconds to compute the outputs of a batch; nil before it was measured, as the next two.
  public var compute: Double?
  /// Seconds to keep them.
  public var write: Double?
  /// Seconds to get them back.
  public var read: Double?
  /// Passes over the data, once all outputs are kept, until keeping them has paid; nil where unknown or never.
  public var payback: Double?
  /// Why it was declined.
  public var reason: String?

  /// Describes what is kept.
  public init(
    stage: Stage, rows: Int, kept: Int = 0, total: Int, bytes: Int = 0, place: Place? = nil,
    compute: Double? = nil, write: Double? = nil, read: Double? = nil, payback: Double? = nil,
    reason: String? = nil
  ) {
    self.stage = stage
    self.rows = rows
    self.kept = kept
    self.total = total
    self.bytes = bytes
    self.place = place
    self.compute = compute
    self.write = write
    self.read = read
    self.payback = payback
    self.reason = reason
  }

  /// Whether every output is kept.
  public var isComplete: Bool { stage == .keeping && kept >= total }

  /// The share of the outputs that is kept, in 0…1.
  public var share: Double { total == 0 ? 0 : min(1, Double(kept) / Double(total)) }

  /// All of it on one line: `17 rows cached, 29 MiB in memory, pays back after 0.1 epochs`.
  public var text: String {
    let what = "\(rows) row\(rows == 1 ? "" : "s")"
    switch stage {
    case .measuring: return "measuring whether it pays to cache \(what)"
    case .declined: return "\(what) not cached: \(reason ?? "it does not pay")"
    case .keeping:
      var parts = [isComplete ? "\(what) cached" : "\(what) \(Int(share * 100)) % cached"]
      if let place { parts.append("\((bytes + (1 << 20) - 1) >> 20) MiB \(place.words)") }
      if let payback { parts.append("pays back after \(payback.oneDecimal) epochs") }
      return parts.joined(separator: ", ")
    }
  }
}

extension CacheStatus.Place {
  /// `in memory`, `on disk`.
  public var words: String {
    switch self {
    case .memory: "in memory"
    case .disk: "on disk"
    }
  }
}

extension Double {
  fileprivate var oneDecimal: String {
    let tenths = (self * 10).rounded(.up) / 10
    return tenths < 1e6 ? "\(tenths)" : "many"
  }
}
