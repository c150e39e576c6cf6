/// How long a step of a mask took for each of its batches: the median of several steps.
public struct StepTiming: Equatable, Sendable {
  /// What the steps trained and computed.
  public var mask: StepMask
  /// Seconds a batch; greater than zero.
  public var seconds: Double
  /// The standard error of `seconds`, as a share of it; nil from older engines.
  public var relativeError: Double?

  /// States a timing.
  public init(mask: StepMask, seconds: Double, relativeError: Double? = nil) {
    self.mask = mask
    self.seconds = seconds
    self.relativeError = relativeError
  }
}

extension StepTiming: Codable {
  private enum Key: String, CodingKey {
    case trainable
    case cachedRows = "cached_rows"
    case seconds
    case relativeError = "relative_error"
  }

  /// Reads a timing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      mask: StepMask(
        trainable: Set(try container.decode([Int].self, forKey: .trainable)),
        cachedRows: try container.decodeIfPresent(Int.self, forKey: .cachedRows) ?? 0),
      seconds: try container.decode(Double.self, forKey: .seconds),
      relativeError: try container.decodeIfPresent(Double.self, forKey: .relativeError))
  }

  /// Writes a timing: the indices of the rows that train, ascending, and seconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mask.trainable.sorted(), forKey: .trainable)
    if mask.cachedRows > 0 { try container.encode(mask.cachedRows, forKey: .cachedRows) }
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(relativeError, forKey: .relativeError)
  }
}

/// What a run has measured of itself, and a viewer needs to forecast a toggle as the engine does.
public struct Calibration: Codable, Equatable, Sendable {
  /// How long steps took, the newest last.
  public var timings: [StepTiming]
  /// What training a row takes besides time; nil from older engines.
  public var traits: TrainingTraits?

  /// States a calibration.
  public init(timings: [StepTiming] = [], traits: TrainingTraits? = nil) {
    self.timings = timings
    self.traits = traits
  }
}
