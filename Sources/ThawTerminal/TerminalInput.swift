public import ThawCanvas

/// What comes from the terminal.
public enum TerminalInput: Equatable, Sendable {
  /// A key was pressed.
  case key(TerminalKey)
  /// The mouse did something at a cell.
  case mouse(TerminalMouse, x: Int, y: Int)
  /// The terminal has another size now.
  case resized(Size)
  /// The terminal told its background's colour, after ``NcursesTerminal/askForBackground()``.
  case background(Color)
}

/// A key as terminals tell them apart.
public enum TerminalKey: Hashable, Sendable {
  /// A printable character, shift already applied.
  case character(Character)
  /// A letter, or one of `@[\]^_`, with control held.
  case control(Character)
  /// The return key.
  case enter
  /// The escape key.
  case escape
  /// The tabulator.
  case tab
  /// The tabulator with shift held.
  case backTab
  /// The key that deletes to the left.
  case backspace
  /// The key that deletes to the right.
  case delete
  /// The insert key.
  case insert
  /// An arrow.
  case up
  /// An arrow.
  case down
  /// An arrow.
  case left
  /// An arrow.
  case right
  /// To the start.
  case home
  /// To the end.
  case end
  /// A page back.
  case pageUp
  /// A page on.
  case pageDown
  /// F1 and up.
  case function(Int)
}

/// What the mouse did.
public enum TerminalMouse: Hashable, Sendable {
  /// A button went down: 1 left, 2 middle, 3 right.
  case press(Int)
  /// The left button went down on a cell for the second time in a moment.
  case doublePress
  /// A button went up.
  case release(Int)
  /// The mouse moved with a button held.
  case drag
  /// The wheel turned away from the user.
  case wheelUp
  /// The wheel turned towards the user.
  case wheelDown
}
