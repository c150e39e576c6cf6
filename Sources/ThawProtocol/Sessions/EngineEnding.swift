/// How an engine ended, as far as is known.
public struct EngineEnding: Equatable, Sendable {
  /// What the system says of its end.
  public enum Cause: Equatable, Sendable {
    /// It ended by itself.
    case exit(code: Int)
    /// It was ended by a signal.
    case signal(Int)
    /// Nobody was there to see it: the machine went down, or whoever watched was ended as well.
    case unknown
  }

  /// What the system says of its end.
  public var cause: Cause
  /// Whether the system killed processes for lack of memory while it ran, or it said itself that it got none.
  public var memoryRanOut: Bool
  /// The last lines that it printed, oldest first.
  public var lastWords: [String]

  /// Describes an end.
  public init(cause: Cause, memoryRanOut: Bool = false, lastWords: [String] = []) {
    self.cause = cause
    self.memoryRanOut = memoryRanOut
    self.lastWords = lastWords
  }

  /// The end in a few words: `the engine was killed by signal 9 (SIGKILL)`.
  public var text: String {
    switch cause {
    case .exit(let code): "the engine ended with exit code \(code)"
    case .signal(9) where memoryRanOut:
      "the engine was killed by signal 9 (SIGKILL): the system ran out of memory"
    case .signal(6) where memoryRanOut: "the engine ended as it got no more memory"
    case .signal(let number):
      "the engine was killed by signal \(number)"
        + (Self.signalNames[number].map { " (\($0))" } ?? "")
    case .unknown: "the engine is gone without having said so"
    }
  }

  private static let signalNames = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM",
  ]
}
