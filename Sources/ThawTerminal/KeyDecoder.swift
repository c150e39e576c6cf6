import CNcurses

/// Turns what ncurses reads into keys.
enum KeyDecoder {
  /// The key of a character; nil for one that is no key.
  static func key(character code: UInt32) -> TerminalKey? {
    switch code {
    case 0: return .control("@")
    case 9: return .tab
    case 10, 13: return .enter
    case 8, 127: return .backspace
    case 27: return .escape
    case 1...31:
      guard let scalar = Unicode.Scalar(code + 64) else { return nil }
      return .control(Character(String(scalar).lowercased()))
    default:
      return Unicode.Scalar(code).map { .character(Character($0)) }
    }
  }

  /// The key of an ncurses key code; nil for those without a name here.
  static func key(code: Int32) -> TerminalKey? {
    if let key = named[code] { return key }
    let function = code - KEY_F0
    return (1...63).contains(function) ? .function(Int(function)) : nil
  }

  private static let named: [Int32: TerminalKey] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home,
    KEY_END: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_ENTER: .enter,
    KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_IC: .insert, KEY_BTAB: .backTab,
    KEY_SR: .up, KEY_SF: .down, KEY_SLEFT: .left, KEY_SRIGHT: .right,
  ]
}
