extension KeyTable {
  static let everywhere = KeyTable(
    title: "Everywhere",
    bindings: Screen.allCases.map(screen) + [
      KeyBinding([.home, "g"], .moveToEnd(isLast: false), help: "first line"),
      KeyBinding([.end, "G"], .moveToEnd(isLast: true), help: "last line"),
      KeyBinding([.pageDown, .control("d")], .movePage(by: 1), help: "a page down"),
      KeyBinding([.pageUp, .control("u")], .movePage(by: -1), help: "a page up"),
      KeyBinding([":"], .openPalette, "command", help: "type a command; tab completes it"),
      KeyBinding([.escape], .back, help: "one layer back: popup, chart, marks, filter"),
      KeyBinding(["t"], .cycleTheme, help: "next theme"),
      KeyBinding([.control("l")], .redraw, help: "paint the screen anew"),
      KeyBinding(["P"], .savePicture, help: "write the screen as SVG and as text, here"),
      KeyBinding(["?", .function(1)], .toggleHelp, "help", help: "this help"),
      KeyBinding(["q", .control("c")], .detach, "detach", help: "leave; training goes on"),
    ])

  /// The keys of lines that are typed: the palette and the filter.
  static let text = KeyTable(
    title: "Typing a command or a filter",
    bindings: [
      KeyBinding([.enter], .open, "do it", help: "do it; a filter stays"),
      KeyBinding([.tab], .nextPane(by: 1), "complete", help: "next completion"),
      KeyBinding([.backTab], .nextPane(by: -1), help: "previous completion"),
      KeyBinding([.up, .control("p")], .move(by: -1), help: "earlier command"),
      KeyBinding([.down, .control("n")], .move(by: 1), help: "later command"),
      KeyBinding([.escape, .control("c")], .back, "close", help: "close; a filter is cleared"),
      KeyBinding(
        [.control("u"), .control("k"), .control("w")], .edit,
        help: "delete to the start, to the end, or the last word"),
      KeyBinding(
        [.control("a"), .control("e"), .control("b"), .control("f")], .edit,
        help: "move to the start, the end, back or forth"),
    ])

  /// The keys of the help popup.
  static let help = KeyTable(
    title: "Help",
    bindings: [
      KeyBinding(["j", .down], .move(by: 1), "scroll", help: "a line down"),
      KeyBinding(["k", .up], .move(by: -1), help: "a line up"),
      KeyBinding([.pageDown, " ", .control("d")], .movePage(by: 1), "page", help: "a page down"),
      KeyBinding([.pageUp, .control("u")], .movePage(by: -1), help: "a page up"),
      KeyBinding([.home, "g"], .moveToEnd(isLast: false), help: "first line"),
      KeyBinding([.end, "G"], .moveToEnd(isLast: true), help: "last line"),
      KeyBinding(
        [.escape, "?", "q", .enter, .function(1)], .back, "close", help: "close the help"),
    ])

  private static func screen(_ screen: Screen) -> KeyBinding {
    let digit = Character("\(screen.rawValue)")
    return KeyBinding(
      [.character(digit)], .show(screen), help: "\(screen.title) screen",
      refusal: { _ in
        screen.isBuilt ? nil : "\(screen.title) comes in a later version"
      })
  }
}

extension Screen {
  /// Whether there is something to show yet.
  var isBuilt: Bool { self != .findings && self != .samples }
}
