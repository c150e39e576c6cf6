import ThawCanvas

/// How a terminal numbers its colours.
enum Palette: Equatable, Sendable {
  /// Without colours.
  case none
  /// 8 colours; the bright ones are bold.
  case eight
  /// The 16 named colours.
  case sixteen
  /// xterm's 256.
  case indexed
  /// Red, green and blue, with the first 8 numbers named colours still.
  case direct

  /// The palette of a terminal with so many colours.
  init(count: Int, isDirect: Bool) {
    switch count {
    case _ where isDirect: self = .direct
    case 256...: self = .indexed
    case 16...: self = .sixteen
    case 8...: self = .eight
    default: self = .none
    }
  }

  /// terminfo entries to try for a terminal that shows 24 bits of colour but whose own entry
  /// doesn't say so.
  ///
  /// Empty where the environment doesn't promise it. GNU screen hands the promise on and doesn't
  /// keep it.
  static func directNames(of name: String, _ environment: [String: String]) -> [String] {
    guard ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") else { return [] }
    let isInTmux = environment["TMUX"] != nil
    let family = name.split(separator: "-").first.map(String.init) ?? name
    if family == "screen" && !isInTmux { return [] }
    return (isInTmux ? ["tmux-direct"] : ["\(family)-direct"]) + ["xterm-direct"]
  }

  var depth: ColorDepth {
    switch self {
    case .none: .none
    case .eight, .sixteen: .sixteen
    case .indexed: .indexed
    case .direct: .full
    }
  }

  /// ncurses' number for a colour that is already reduced to ``depth``; -1 is the terminal's own.
  func number(_ color: Color) -> Int32 {
    switch (self, color) {
    case (.none, _), (_, .terminalDefault): -1
    // Bold black is often no different from black.
    case (.eight, .ansi(8)): 7
    case (.eight, .ansi(let index)): Int32(index & 7)
    case (.direct, .ansi(let index)) where index < 8: Int32(index)
    case (.direct, _): max(8, packed(color))
    case (_, .ansi(let index)): Int32(index)
    case (_, .indexed(let index)): Int32(index)
    case (_, .rgb): -1
    }
  }

  /// Whether this colour as text needs bold to be told from its dark twin.
  func needsBold(_ color: Color) -> Bool {
    if case .ansi(9...) = color { return self == .eight }
    return false
  }

  private func packed(_ color: Color) -> Int32 {
    guard let parts = color.components else { return -1 }
    return Int32(parts.red << 16 | parts.green << 8 | parts.blue)
  }
}
