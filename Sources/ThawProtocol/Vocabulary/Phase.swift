/// What a live run is doing.
public enum Phase: String, Codable, Sendable {
  /// Weights and data are being loaded.
  case preparing
  case training
  /// The validation split is being measured; training goes on after it.
  case evaluating
  /// Held inside a step or a measurement until the next samples are read.
  case waiting
  /// Held between two steps, by a command or an alarm.
  case paused
  /// Ended by a command.
  case stopped
  /// Ended by reaching its last step.
  case finished
  /// Ended by an error.
  case failed

  /// Whether no further step can follow.
  public var isFinal: Bool { self == .stopped || self == .finished || self == .failed }
}

/// The state of a session as listings show it.
public enum SessionState: String, Codable, Sendable {
  case running
  case paused
  /// Running, but without a step for much longer than its steps take.
  case stalled
  case stopped
  case finished
  case failed
  /// Its engine is gone without having said so.
  case dead
}
