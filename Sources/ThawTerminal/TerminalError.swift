/// Why the dashboard can't take the terminal over.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Input or output goes elsewhere.
  case notATerminal
  /// terminfo has no such terminal.
  case unknown(String)
  /// The terminal can't address its cells.
  case tooSimple(String)
  /// ncurses refused it.
  case refused(String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .notATerminal:
      "the dashboard needs a terminal for input and output; without one there are thaw attach --once and thaw show"
    case .unknown(let name):
      "the terminal type TERM=\"\(name)\" is not in the terminfo database; "
        + "try TERM=xterm-256color, or install ncurses-term"
    case .tooSimple(let name):
      "the terminal type TERM=\"\(name)\" can't place text on the screen; "
        + "try TERM=xterm-256color if the terminal can do more, or use thaw show"
    case .refused(let name):
      "ncurses can't use the terminal type TERM=\"\(name)\"; try TERM=xterm-256color"
    }
  }
}
