/// What goes over a socket between a viewer and a host.
///
/// As JSON each is one flat object with a `type`; unknown types and fields are ignored.
public enum Message: Equatable, Sendable {
  /// First in both directions.
  case hello(Hello)
  /// Viewer to host: send a ``Snapshot``. The host makes the store current first.
  case snapshotRequest
  /// The answer to ``snapshotRequest``; events with a higher sequence number follow.
  case snapshot(Snapshot)
  /// Viewer to host: a command.
  case request(Request)
  /// Host to the viewer that asked.
  case reply(Reply)
  /// Host to every viewer, in order of `sequence`.
  case event(sequence: UInt64, Event)
  /// Host to a viewer that was too slow: events were dropped; ask for a snapshot.
  case lagged
  /// A message of a later version, which this one passes over.
  case unknown(type: String)
}

/// Who speaks, and which protocol.
public struct Hello: Codable, Equatable, Sendable {
  /// Major and minor version; the majors must match.
  public var version: [Int]
  /// The program: `thaw`, `thaw-engine`.
  public var peer: String
  /// Its process id.
  public var pid: Int32

  /// The version that this build speaks.
  public static let currentVersion = [1, 0]

  /// Introduces a peer.
  public init(version: [Int] = Hello.currentVersion, peer: String, pid: Int32) {
    self.version = version
    self.peer = peer
    self.pid = pid
  }
}
