public import ThawProtocol

/// A fact that the dashboard reacts to.
public enum DashboardAction: Equatable, Sendable {
  // From the terminal.

  case keyPressed(Key)
  /// The left button went down on a cell, counted from 0 at the top left.
  case clicked(x: Int, y: Int)
  /// It went down there for the second time in a moment.
  case doubleClicked(x: Int, y: Int)
  /// The wheel turned over a cell; positive is down.
  case scrolled(x: Int, y: Int, lines: Int)
  /// The mouse moved with the left button held.
  case dragged(x: Int, y: Int)
  /// The button went up.
  case released
  case resized(columns: Int, rows: Int)
  /// Seconds on a clock that never goes back; sent a few times a second.
  case ticked(at: Double)

  // From the engine of the session on the Live screen.

  /// A snapshot came, after ``DashboardEffect/attach(session:)`` or ``DashboardEffect/requestSnapshot``.
  case connected(Snapshot)
  case eventArrived(sequence: UInt64, Event)
  /// The host dropped events because this viewer was too slow.
  case lagged
  case replied(id: String, CommandOutcome)
  /// The engine could not be reached, or the connection ended; `reason` says why in a few words.
  case disconnected(reason: String)
  /// Several of these at once, so that one picture shows them all.
  indirect case cameTogether([DashboardAction])

  // From the store.

  case historyLoaded(SessionHistory)
  /// All sessions that can be read, and the names of the others.
  case sessionsLoaded([SessionSummary], broken: [String] = [])
  /// How a session's Live screen was left by an earlier start.
  case liveScreenKept(session: String, KeptLiveScreen)
  /// A session is in the trash.
  case sessionDeleted(name: String)
  /// All sessions of ``DashboardEffect/loadComparison(_:)`` in its order.
  case comparisonLoaded([SessionHistory])
  /// The session of ``DashboardEffect/loadRecording(session:)``.
  case recordingLoaded(SessionHistory)
  /// An effect could not be done; `message` says what, where, and what to do next.
  case loadFailed(message: String, DashboardEffect? = nil)

  /// The session that ``DashboardEffect/fork(session:at:commands:)`` asked for runs.
  case forked(session: String)

  // From the program itself.

  case themeChanged(name: String)
  /// The screen was written to two files, `path.svg` and `path.txt`.
  case pictureSaved(path: String)
  /// Something worth knowing, such as a broken theme file.
  case warned(message: String)
}
