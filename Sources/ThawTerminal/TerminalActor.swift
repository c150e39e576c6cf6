/// The isolation domain of the terminal: ncurses is not thread-safe.
@globalActor public actor TerminalActor {
  /// The one instance.
  public static let shared = TerminalActor()
}
