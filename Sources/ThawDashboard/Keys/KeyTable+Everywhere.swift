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
      KeyBinding(
        ["y"], .copy, help: "copy the layer, the reading at the crosshair, or the session's name"),
      KeyBinding(
        [",", .function(2)], .openSettings, help: "settings: theme, charts, refresh, mouse, keys"),
      KeyBinding([.control("l")], .redraw, help: "paint the screen anew"),
      KeyBinding(["P"], .savePicture, help: "write the screen as SVG and as text, here"),
      KeyBinding(["?", .function(1)], .toggleHelp, "help", help: "this help"),
      KeyBinding(
        ["q", .control("c")], .detach, help: "leave; training goes on",
        labelled: { $0.farewell == nil ? "quit" : "detach" }),
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
      KeyBinding(
        ["/"], .openFilter, "search", help: "search: type, enter keeps what was found, esc clears"),
      KeyBinding(["j", .down], .move(by: 1), "scroll", help: "a line down"),
      KeyBinding(["k", .up], .move(by: -1), help: "a line up"),
      KeyBinding([.pageDown, " ", .control("d")], .movePage(by: 1), "page", help: "a page down"),
      KeyBinding([.pageUp, .control("u")], .movePage(by: -1), help: "a page up"),
      KeyBinding([.home, "g"], .moveToEnd(isLast: false), help: "first line"),
      KeyBinding([.end, "G"], .moveToEnd(isLast: true), help: "last line"),
      KeyBinding(
        ["T"], .startTour, "tour", help: "the tour: a recorded run, played back and explained"),
      KeyBinding(
        [.escape, "?", "q", .enter, .function(1)], .back, "close", help: "close the help"),
    ])

  /// The keys of the settings popup.
  static let settings = KeyTable(
    title: "Settings",
    bindings: [
      KeyBinding(["j", .down], .move(by: 1), "next", help: "next setting"),
      KeyBinding(["k", .up], .move(by: -1), help: "previous setting"),
      KeyBinding(
        ["l", .right, " "], .moveSideways(by: 1), "change", help: "next value; it counts at once"),
      KeyBinding(["h", .left], .moveSideways(by: -1), help: "previous value"),
      KeyBinding([.enter], .open, "take a key", help: "next value; on an action, take its new key"),
      KeyBinding(["r", .backspace, .delete], .reload, "reset", help: "back to what is usual"),
      KeyBinding([.pageDown, .control("d")], .movePage(by: 1), help: "eight settings down"),
      KeyBinding([.pageUp, .control("u")], .movePage(by: -1), help: "eight settings up"),
      KeyBinding([.home, "g"], .moveToEnd(isLast: false), help: "first setting"),
      KeyBinding([.end, "G"], .moveToEnd(isLast: true), help: "last setting"),
      KeyBinding([.escape, "q", ",", .function(2)], .back, "close", help: "close the settings"),
    ])

  private static func screen(_ screen: Screen) -> KeyBinding {
    let digit = Character("\(screen.rawValue)")
    return KeyBinding(
      [.character(digit)], .show(screen),
      help: "\(screen.title) screen" + (screen.isBuilt ? "" : ", in a later version"),
      refusal: { _ in
        screen.isBuilt ? nil : "the \(screen.title) screen comes in a later version"
      })
  }
}

extension Screen {
  /// Whether there is something to show yet.
  var isBuilt: Bool { self != .findings && self != .samples }
}
