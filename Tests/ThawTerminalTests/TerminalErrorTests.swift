import Testing
import ThawTerminal

@Suite("Terminal errors")
struct TerminalErrorTests {
  @Test(
    "Say what is wrong and what to do",
    arguments: [
      (TerminalError.notATerminal, "thaw show"), (.unknown("foo"), "TERM=\"foo\""),
      (.tooSimple("dumb"), "TERM=xterm-256color"), (.refused("x"), "TERM=\"x\""),
    ])
  func messages(error: TerminalError, part: String) {
    #expect(error.description.contains(part))
    #expect(!error.description.contains("\n"))
  }
}
