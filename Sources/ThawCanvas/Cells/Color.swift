/// A colour as a terminal can show it.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminalDefault
  /// One of the 16 named colours, 0…15, which the user's terminal defines.
  case ansi(UInt8)
  /// One of the 256 colours of xterm's palette.
  case indexed(UInt8)
  /// Red, green and blue, 0…255 each.
  case rgb(UInt8, UInt8, UInt8)

  /// Reads `#rrggbb`, `default`, a name such as `red` or `bright-blue`, or an index 0…255.
  public init?(_ text: String) {
    if text == "default" {
      self = .terminalDefault
    } else if let name = Color.names.firstIndex(of: text) {
      self = .ansi(UInt8(name))
    } else if let index = UInt8(text) {
      self = .indexed(index)
    } else if text.utf8.count == 7, text.hasPrefix("#"),
      let value = UInt32(text.dropFirst(), radix: 16),
      text.utf8.dropFirst().allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") })
    {
      self = .rgb(
        UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
        UInt8(truncatingIfNeeded: value))
    } else {
      return nil
    }
  }

  private static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue",
    "bright-magenta", "bright-cyan", "bright-white",
  ]
}

/// How many colours a terminal shows.
public enum ColorDepth: Int, Comparable, Sendable, CaseIterable {
  /// No colours; bold, dim, underline and reverse only.
  case none
  /// The 16 named colours.
  case sixteen
  /// xterm's 256 colours.
  case indexed
  /// 24 bits.
  case full

  /// Orders by the number of colours.
  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }
}
