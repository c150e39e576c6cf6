/// A request that is on the bus, or was answered before.
public struct Submission<Payload: Sendable>: Sendable {
  enum Content: Sendable {
    case answered(Payload)
    case waiting(Subscription<Payload>)
  }

  let content: Content

  /// Waits for the answer.
  ///
  /// - Throws: ``RequestError/closed`` when the bus ends first, or `CancellationError`.
  public func answer() async throws -> Payload {
    switch content {
    case .answered(let answer): return answer
    case .waiting(let subscription):
      guard let envelope = try await subscription.next() else { throw RequestError.closed }
      return envelope.payload
    }
  }
}

/// Why a request got no answer.
public enum RequestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// More requests wait than the bus holds; nothing was posted.
  case tooManyWaiting(limit: Int)
  /// The bus ended. Whether the request took effect is not known.
  case closed
  /// No answer came in time. The request stands: asking again with its id waits on.
  case timedOut(Duration)

  /// What happened and what to do.
  public var description: String {
    switch self {
    case .tooManyWaiting(let limit): "\(limit) requests wait already; try again later"
    case .closed: "the run ended before it answered"
    case .timedOut(let limit): "no answer within \(limit); it may still be applied"
    }
  }
}
