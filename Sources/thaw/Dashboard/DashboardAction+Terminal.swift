import ThawCanvas
import ThawDashboard
import ThawTerminal

extension DashboardAction {
  /// What an input of the terminal is to the dashboard; nil for those that mean nothing.
  init?(_ input: TerminalInput) {
    switch input {
    case .key(let key):
      guard let key = Key(key) else { return nil }
      self = .keyPressed(key)
    case .mouse(.press(1), let x, let y): self = .clicked(x: x, y: y)
    case .mouse(.doublePress, let x, let y): self = .doubleClicked(x: x, y: y)
    case .mouse(.drag, let x, let y): self = .dragged(x: x, y: y)
    case .mouse(.release(1), _, _): self = .released
    case .mouse(.wheelUp, let x, let y): self = .scrolled(x: x, y: y, lines: -3)
    case .mouse(.wheelDown, let x, let y): self = .scrolled(x: x, y: y, lines: 3)
    case .mouse, .background: return nil
    case .resized(let size): self = .resized(columns: size.width, rows: size.height)
    }
  }
}

extension Key {
  fileprivate init?(_ key: TerminalKey) {
    switch key {
    case .character(let character): self = .character(character)
    case .control(let character): self = .control(character)
    case .enter: self = .enter
    case .escape: self = .escape
    case .tab: self = .tab
    case .backTab: self = .backTab
    case .backspace: self = .backspace
    case .delete: self = .delete
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .home: self = .home
    case .end: self = .end
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .function(let number): self = .function(number)
    case .insert: return nil
    }
  }
}
