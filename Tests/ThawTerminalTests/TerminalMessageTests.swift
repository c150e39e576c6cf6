import Testing

@testable import ThawTerminal

@Suite("Messages to the terminal")
struct TerminalMessageTests {
  private func announced(
    _ body: String = "finished", ringing: Bool = false, on environment: [String: String]
  ) -> String {
    String(
      decoding: TerminalMessage.announcement(
        "a;b", body, ringing: ringing, environment: environment), as: UTF8.self)
  }

  @Test("Each terminal is told in the words it knows")
  func words() {
    #expect(announced(on: ["TERM": "xterm-256color"]) == "\u{1B}]9;a;b: finished\u{1B}\\")
    let other = "\u{1B}]777;notify;a,b;finished\u{1B}\\"
    #expect(announced(on: ["TERM": "foot"]) == other)
    #expect(announced(on: ["TERM": "xterm-256color", "VTE_VERSION": "7200"]) == other)
    #expect(announced(on: ["TERM": "linux"]) == "")
  }

  @Test("Through tmux it reaches the terminal around it")
  func tmux() {
    #expect(
      announced(on: ["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"])
        == "\u{1B}Ptmux;\u{1B}\u{1B}]9;a;b: finished\u{1B}\u{1B}\\\u{1B}\\")
  }

  @Test("The bell rings on request only")
  func bell() {
    #expect(announced(ringing: true, on: ["TERM": "linux"]) == "\u{07}")
    #expect(!announced(on: ["TERM": "xterm"]).contains("\u{07}"))
  }

  @Test("Control characters can't end the message")
  func controls() {
    #expect(
      announced("x\u{1B}\\y\u{07}\nz", on: ["TERM": "xterm"]) == "\u{1B}]9;a;b: x \\y  z\u{1B}\\")
  }

  @Test("Text is copied in Base64")
  func copy() {
    #expect(
      String(decoding: TerminalMessage.copy("héad"), as: UTF8.self)
        == "\u{1B}]52;c;aMOpYWQ=\u{1B}\\")
  }
}
