import NIOCore
import ThawProtocol

extension MessageWriter {
  /// How long a peer may take to say hello.
  private static var greetingLimit: Duration { .seconds(10) }

  /// Exchanges hellos, the first message in both directions.
  ///
  /// - Returns: The other side's.
  /// - Throws: ``TransportError/versionMismatch(ours:theirs:)``, or
  ///   ``TransportError/closed(reason:)`` when the other side says something else, or nothing.
  func greet(as ours: Hello, _ reader: inout MessageReader) async throws -> Hello {
    let deadline = closeUnlessCancelled(in: Self.greetingLimit)
    defer { deadline.cancel() }
    try await write(.hello(ours))
    switch try await reader.next() {
    case .hello(let theirs):
      guard theirs.version.first == ours.version.first else {
        throw TransportError.versionMismatch(ours: ours.version, theirs: theirs.version)
      }
      return theirs
    case .bye(let reason): throw TransportError.closed(reason: reason)
    case nil: throw TransportError.closed(reason: "it did not say hello")
    default: throw TransportError.closed(reason: "the first message must be hello")
    }
  }
}
