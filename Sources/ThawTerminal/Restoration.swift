import CNcurses

/// What gives the terminal back, whatever happens.
enum Restoration {
  /// The bytes that undo everything the dashboard switches on.
  ///
  /// - Parameter capability: A terminfo string by name, where the terminal has it.
  /// - Returns: Bytes to write as they are.
  static func sequence(capability: (String) -> String?) -> [UInt8] {
    let modes = "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l"
    // Colours first, so that leaving the alternate screen doesn't smear them.
    let rest = ["sgr0", "op", "rmkx", "cnorm", "rmcup"].compactMap(capability).map(withoutDelays)
    return Array((modes + rest.joined() + "\r").utf8)
  }

  /// A capability without its `$<5/>` delays, which only hardware terminals need.
  static func withoutDelays(_ capability: String) -> String {
    var result = ""
    var rest = capability[...]
    while let start = rest.firstRange(of: "$<"),
      let end = rest[start.upperBound...].firstIndex(of: ">")
    {
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// Remembers the modes to go back to; false where standard input is no terminal.
  static func rememberModes() -> Bool { thaw_remember_modes() }

  /// Watches over the terminal from now on; signals that only wake write a byte to `wake`.
  static func arm(wake: Int32) {
    let bytes = sequence { name in thaw_capability(name).map { String(cString: $0) } }
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { thaw_arm($0.baseAddress, $0.count, wake) }
    }
  }

  /// The terminal was given back in order: signals do again what they did before.
  static func disarm() { thaw_disarm() }
}
