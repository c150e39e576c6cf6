/// What goes over a socket between a viewer and a host.
///
/// As JSON each is one flat object with a `type`; unknown types and fields are ignored.
public enum Message: Equatable, Sendable {
  /// First in both directions.
  case hello(Hello)
  /// Viewer to host: send a ``Snapshot``, then events. The host makes the store current first.
  ///
  /// Asked once, and once more after each ``lagged``; before it no events are sent.
  case snapshotRequest
  /// Viewer to host: how long metrics and progress may wait to be sent together.
  ///
  /// Not at all until it is said. What comes after a pause is sent at once.
  case pace(NewsPace)
  /// The answer to ``snapshotRequest``; all events with a higher sequence number follow.
  case snapshot(Snapshot)
  /// Viewer to host: a command.
  case request(Request)
  /// A ``request(_:)`` whose command this version cannot read, and why; it is refused.
  case unreadableRequest(id: String, command: String, reason: String)
  /// Host to the viewer that asked.
  case reply(Reply)
  /// Host to every viewer, in order of `sequence`.
  case event(sequence: UInt64, Event)
  /// Host to a viewer that was too slow: events were dropped; ask for a snapshot.
  case lagged
  /// Host to a peer whose connection it closes with this, and why.
  case bye(reason: String)
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
  public static let currentVersion = [2, 0]

  /// Introduces a peer.
  public init(version: [Int] = Hello.currentVersion, peer: String, pid: Int32) {
    self.version = version
    self.peer = peer
    self.pid = pid
  }
}
