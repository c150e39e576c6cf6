import ThawProtocol

/// What a run is doing as the header says it: a word, never colour alone.
enum RunCondition: String, Sendable {
  case connecting
  case lost = "disconnected"
  case preparing
  case training
  case evaluating
  case waiting = "waiting for data"
  case paused
  case playing
  case stalled
  case stopped
  case finished
  case failed
  case dead
  case unreadable

  init(_ phase: Phase) {
    self =
      switch phase {
      case .preparing: .preparing
      case .training: .training
      case .evaluating: .evaluating
      case .waiting: .waiting
      case .paused: .paused
      case .stopped: .stopped
      case .finished: .finished
      case .failed: .failed
      }
  }

  init(_ state: SessionState) {
    self =
      switch state {
      case .running: .training
      case .paused: .paused
      case .stalled: .stalled
      case .stopped: .stopped
      case .finished: .finished
      case .failed: .failed
      case .dead: .dead
      }
  }

  /// As the header says it.
  var word: String { rawValue }
}
