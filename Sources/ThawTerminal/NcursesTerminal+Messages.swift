import Foundation

extension NcursesTerminal {
  /// Tells the person something even if they look elsewhere, where the terminal can.
  public func announce(_ title: String, _ body: String, ringing: Bool) {
    write(
      TerminalMessage.announcement(
        title, body, ringing: ringing, environment: ProcessInfo.processInfo.environment))
  }

  /// Puts text on the person's clipboard, also over ssh; some terminals ask first, or don't.
  public func copy(_ text: String) { write(TerminalMessage.copy(text)) }
}

/// What is said to the terminal beside pictures.
enum TerminalMessage {
  /// A desktop notification: OSC 777 for the terminals that know it, OSC 9 for all others, which
  /// ignore what they don't know.
  static func announcement(
    _ title: String, _ body: String, ringing: Bool, environment: [String: String]
  ) -> [UInt8] {
    let (title, body) = (plain(title), plain(body))
    let family = environment["TERM"]?.prefix { $0 != "-" } ?? ""
    let knows777 = environment["VTE_VERSION"] != nil || ["rxvt", "foot"].contains(family)
    let message =
      knows777
      ? "\u{1B}]777;notify;\(title.replacing(";", with: ","));\(body)\u{1B}\\"
      : "\u{1B}]9;\(title): \(body)\u{1B}\\"
    // The Linux console would print it.
    let shown = family == "linux" ? "" : passed(message, environment)
    return Array(shown.utf8) + (ringing ? [0x07] : [])
  }

  /// A message as tmux passes it on to the terminal around it, where its `allow-passthrough` is on; it drops all others.
  private static func passed(_ message: String, _ environment: [String: String]) -> String {
    guard environment["TMUX"] != nil else { return message }
    return "\u{1B}Ptmux;\(message.replacing("\u{1B}", with: "\u{1B}\u{1B}"))\u{1B}\\"
  }

  /// OSC 52.
  static func copy(_ text: String) -> [UInt8] {
    Array("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{1B}\\".utf8)
  }

  /// Text without control characters, which would end the message or start another.
  private static func plain(_ text: String) -> String {
    String(
      text.map { character in
        character.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
          ? character : " "
      })
  }
}
