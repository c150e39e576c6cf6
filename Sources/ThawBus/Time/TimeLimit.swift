/// A time limit passed.
public struct TimeLimitExceeded: Error, Equatable, Sendable {
  /// The limit.
  public let limit: Duration

  /// Names the limit that passed.
  public init(limit: Duration) { self.limit = limit }
}

/// Runs work, and cancels it when it takes longer than the limit; nil sets none.
///
/// - Throws: ``TimeLimitExceeded``, or what the work throws.
public func withTimeLimit<Result: Sendable>(
  _ limit: Duration?, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  guard let limit else { return try await work() }
  return try await withThrowingTaskGroup(of: Result?.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let result = first else {
      throw TimeLimitExceeded(limit: limit)
    }
    return result
  }
}
