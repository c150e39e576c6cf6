import ThawCanvas

/// Picks what the terminal tells by itself out of what is typed: its background's colour, and the mouse.
///
/// The answer to OSC 11 is `ESC ] 11 ; rgb:RRRR/GGGG/BBBB`, ended by BEL or `ESC \`; it comes among the keys,
/// whenever the terminal likes, or never. The mouse's reports are `ESC [ < button ; column ; row`, ended by
/// `M`, or by `m` where a button went up (xterm's mode 1006). ncurses reads them too, and joins or drops those
/// that come in one piece.
///
/// Keys that ncurses does not know, reports that nobody asked for and those that were cut short begin alike, with
/// `ESC [`, `ESC O` or `ESC ]`. They are dropped whole: typed letter by letter they would freeze layers.
struct ReportDecoder {
  /// What became of a character.
  enum Outcome: Equatable {
    /// These were typed.
    case keys([UInt32])
    /// It belongs to a report, or may.
    case held
    /// The background; nil where the answer names no colour.
    case background(Color?)
    /// What the mouse did, and the cell, counted from 0.
    case mouse(TerminalMouse, x: Int, y: Int)
  }

  /// Asks for the background.
  static let question = "\u{1B}]11;?\u{1B}\\"

  private static let answerStart = Array("\u{1B}]11;".unicodeScalars.map(\.value))
  private static let mouseStart = Array("\u{1B}[<".unicodeScalars.map(\.value))
  private static let longest = 40

  /// Whether the background is still to be told.
  var awaitsBackground = false
  /// Whether the mouse is told about.
  var hasMouse = false
  private var held: [UInt32] = []

  /// Takes the next character.
  mutating func take(_ code: UInt32) -> Outcome {
    held.append(code)
    let outcome = (awaitsBackground ? answer(code) : nil) ?? (hasMouse ? mouse(code) : nil)
    return outcome ?? sequence(code) ?? .keys(release())
  }

  /// Nothing more can be read now: an escape on its own is a key, and with a bracket one that means nothing here.
  mutating func pause() -> [UInt32] {
    guard held.count <= 2 else { return [] }
    let typed = release()
    return typed == [0x1B] ? typed : []
  }

  /// A key came that ncurses knows: what is held was cut short.
  mutating func interrupt() { held = [] }

  /// What the held characters are of a sequence that means nothing here; nil where they are of none.
  private mutating func sequence(_ code: UInt32) -> Outcome? {
    guard held.first == 0x1B else { return nil }
    if held.count == 1 { return .held }
    if held.count == 2 {
      if code == 0x1B { return .keys([held.removeFirst()]) }
      return [0x5B, 0x4F, 0x5D].contains(code) ? .held : nil
    }
    // Another begins before this one has ended.
    if held[1] == 0x5B, code == 0x1B {
      held = [code]
      return .held
    }
    let isEnd =
      switch held[1] {
      case 0x5B: !(0x20...0x3F).contains(code)
      case 0x5D: code == 0x07 || held.suffix(2) == [0x1B, 0x5C]
      default: true
      }
    if isEnd || held.count > Self.longest { held = [] }
    return .held
  }

  /// What the held characters are of an answer; nil where they are of none.
  private mutating func answer(_ code: UInt32) -> Outcome? {
    guard held.starts(with: Self.answerStart) else {
      return Self.answerStart.starts(with: held) ? .held : nil
    }
    let isEnd = code == 0x07 || held.suffix(2) == [0x1B, 0x5C]
    guard isEnd || held.count > Self.longest else { return .held }
    awaitsBackground = false
    return .background(Self.color(text(after: Self.answerStart)))
  }

  /// What the held characters are of a mouse's report; nil where they are of none.
  private mutating func mouse(_ code: UInt32) -> Outcome? {
    guard held.starts(with: Self.mouseStart) else {
      return Self.mouseStart.starts(with: held) ? .held : nil
    }
    guard code != 0x4D, code != 0x6D else {
      let numbers = text(after: Self.mouseStart).dropLast().split(separator: ";").map { Int($0) }
      guard numbers.count == 3, let button = numbers[0], let x = numbers[1], let y = numbers[2],
        let happened = Self.happened(button, isRelease: code == 0x6D)
      else { return .held }
      return .mouse(happened, x: x - 1, y: y - 1)
    }
    // Digits and semicolons, or the start itself.
    let isPart = (0x30...0x39).contains(code) || code == 0x3B || held == Self.mouseStart
    return isPart && held.count <= Self.longest ? .held : nil
  }

  /// What a button's code says: its lowest bits the button, 32 a move, 64 the wheel; nil for what means nothing
  /// here.
  private static func happened(_ code: Int, isRelease: Bool) -> TerminalMouse? {
    switch code & 0b1110_0011 {
    case 64: return .wheelUp
    case 65: return .wheelDown
    case 0...2: return isRelease ? .release((code & 3) + 1) : .press((code & 3) + 1)
    case 32...34: return .drag
    default: return nil
    }
  }

  /// Lets go of what is held, and gives it as text without its start.
  private mutating func text(after start: [UInt32]) -> String {
    let scalars = release().dropFirst(start.count).compactMap { Unicode.Scalar($0) }
    return String(String.UnicodeScalarView(scalars))
  }

  private mutating func release() -> [UInt32] {
    defer { held = [] }
    return held
  }

  private static func color(_ text: String) -> Color? {
    guard text.hasPrefix("rgb"), let colon = text.firstIndex(of: ":") else { return nil }
    let parts = text[text.index(after: colon)...].prefix { $0.isHexDigit || $0 == "/" }
      .split(separator: "/").compactMap { part in
        UInt32(part, radix: 16).map { $0 * 255 / (1 << (4 * UInt32(part.count)) - 1) }
      }
    guard parts.count >= 3, parts.allSatisfy({ $0 <= 255 }) else { return nil }
    return .rgb(UInt8(parts[0]), UInt8(parts[1]), UInt8(parts[2]))
  }
}
