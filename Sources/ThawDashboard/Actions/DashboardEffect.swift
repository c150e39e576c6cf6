public import ThawProtocol

/// What must be done outside the dashboard; results come back as actions.
public enum DashboardEffect: Equatable, Sendable {
  /// Send to the session's engine; the answer is ``DashboardAction/replied(id:_:)``.
  case send(Request)
  /// Close any connection, then connect to a session's engine: `connected`, or `disconnected`.
  case attach(session: String)
  /// Close the connection and drop what is still on the way from it.
  case leave
  /// Ask the engine for a snapshot anew, after `lagged`: `connected`.
  case requestSnapshot
  /// Read a session's store: `historyLoaded`, or `loadFailed`; before it `liveScreenKept` where one was kept.
  case loadHistory(session: String)
  /// List all sessions: `sessionsLoaded`, or `loadFailed`.
  case loadSessions(at: Set<StepField> = [])
  /// Read the session that the tour plays back, nil for the usual one: `recordingLoaded`, or `loadFailed`.
  case loadRecording(session: String?)
  /// Keep how sessions are listed and compared for the next start.
  case keep(KeptChoices)
  /// Keep how a session's Live screen is left for the next start; `warned` where that fails.
  case keepLiveScreen(session: String, KeptLiveScreen)
  /// Change what is said of a session: `sessionsLoaded`, or `loadFailed`.
  case label(session: String, SessionLabels.Change)
  /// Move a session to the trash: `sessionDeleted` and `sessionsLoaded`, or `loadFailed`.
  case delete(session: String)
  /// Bring a session back from the trash: `sessionsLoaded`, or `loadFailed`.
  case restore(session: String)
  /// Follow another tool's files: `historyLoaded` whenever they have grown, or `loadFailed`.
  case watch(path: String, run: String)
  /// Read several sessions' stores: `comparisonLoaded`, or `loadFailed`.
  case loadComparison([String])
  /// Make a session that goes its own way from a step of another, or from the present, and start its engine:
  /// `forked`, or `loadFailed`.
  case fork(session: String, at: Int?, commands: [Command])
  /// Take the next theme: `themeChanged`.
  case cycleTheme
  /// Take a theme by name: `themeChanged`, or `warned`.
  case setTheme(String)
  /// Write the screen to `stem.svg` and `stem.txt`: `pictureSaved`, or `loadFailed`.
  case savePicture(stem: String)
  /// Show everything as these settings want it.
  case applySettings(Settings)
  /// Keep settings for the next start; `warned` where that fails.
  case saveSettings(Settings)
  /// Put text on the clipboard.
  case copy(String)
  /// Paint the whole screen anew.
  case redraw
  /// Leave the program; training goes on.
  case detach
}
