import ThawCanvas

/// Picks the terminal's answer about its background out of what is typed.
///
/// The answer to OSC 11 is `ESC ] 11 ; rgb:RRRR/GGGG/BBBB`, ended by BEL or `ESC \`. It comes among
/// the keys, whenever the terminal likes, or never.
struct BackgroundAnswer {
  /// What became of a character.
  enum Outcome: Equatable {
    /// These were typed.
    case keys([UInt32])
    /// It may belong to the answer.
    case held
    /// The answer is complete; nil where it names no colour.
    case background(Color?)
  }

  /// Asks for the background.
  static let question = "\u{1B}]11;?\u{1B}\\"

  private static let start = Array("\u{1B}]11;".unicodeScalars.map(\.value))
  private static let longest = 40

  /// Whether an answer is still to come.
  private(set) var isAwaited: Bool
  private var held: [UInt32] = []

  /// Waits for an answer, or lets everything through.
  init(isAwaited: Bool = false) { self.isAwaited = isAwaited }

  /// Takes the next character.
  mutating func take(_ code: UInt32) -> Outcome {
    guard isAwaited else { return .keys([code]) }
    held.append(code)
    guard held.starts(with: Self.start) else {
      return Self.start.starts(with: held) ? .held : .keys(release())
    }
    let isEnd = code == 0x07 || held.suffix(2) == [0x1B, 0x5C]
    guard isEnd || held.count > Self.longest else { return .held }
    isAwaited = false
    let text = release().dropFirst(Self.start.count).compactMap { Unicode.Scalar($0) }
    return .background(Self.color(String(String.UnicodeScalarView(text))))
  }

  /// Nothing more can be read now: an escape on its own is a key.
  mutating func pause() -> [UInt32] { held == [0x1B] ? release() : [] }

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
