import Foundation
import Testing

/// A terminal that a test can type into and read: a tmux server of its own.
struct Tmux {
  private let server = "thaw-\(UUID().uuidString.prefix(8))"

  /// Starts a shell command in a terminal of the given size, with a clean environment for colours.
  init(columns: Int, rows: Int, command: String) throws {
    // The options come after: tmux 3.3's server dies of a manual size set before the first window.
    try run(
      "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "env TERM=screen-256color LANG=C.UTF-8 LC_ALL=C.UTF-8 \(command)", ";",
      "set-option", "-g", "remain-on-exit", "on", ";",
      "set-option", "-g", "window-size", "manual")
  }

  /// Types keys in tmux's names: `Space`, `Enter`, `Escape`, `q`.
  func type(_ keys: String...) throws {
    try run(["send-keys"] + keys)
  }

  /// Types text as it is.
  func type(text: String) throws {
    try run("send-keys", "-l", text)
  }

  /// Changes the terminal's size.
  func resize(columns: Int, rows: Int) throws {
    try run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  /// The screen as text, one line a row.
  var screen: String {
    (try? output("capture-pane", "-p")) ?? ""
  }

  /// The process that runs in the terminal.
  var pid: pid_t? {
    (try? output("display-message", "-p", "#{pane_pid}")).flatMap {
      pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// Whether the command has ended.
  var isDead: Bool {
    (try? output("display-message", "-p", "#{pane_dead}"))?.hasPrefix("1") ?? true
  }

  /// A terminal's modes: the alternate screen is `1` while a full-screen program holds it.
  var alternateScreenIsOn: Bool {
    (try? output("display-message", "-p", "#{alternate_on}"))?.hasPrefix("1") ?? false
  }

  /// Waits until the screen satisfies a condition, at most so many seconds.
  func wait(
    seconds: Double = 60, until what: String, _ condition: (String) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let deadline = Date.now.addingTimeInterval(seconds)
    while Date.now < deadline {
      if condition(screen) { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("never came: \(what). The screen:\n\(screen)", sourceLocation: sourceLocation)
    throw CancellationError()
  }

  /// Ends the terminal and all that runs in it.
  func close() {
    _ = try? output("kill-server")
    let isGone = (try? ProgramRun.output("tmux", ["-L", server, "list-sessions"]))?.exitCode != 0
    #expect(isGone, "tmux still runs: \(server)")
  }

  private func run(_ arguments: String...) throws { try run(arguments) }

  private func run(_ arguments: [String]) throws {
    let run = try ProgramRun.output("tmux", ["-L", server, "-f", "/dev/null"] + arguments)
    try #require(run.exitCode == 0, "tmux \(arguments): \(run.text)")
  }

  private func output(_ arguments: String...) throws -> String { try output(arguments) }

  private func output(_ arguments: [String]) throws -> String {
    try ProgramRun.output("tmux", ["-L", server, "-f", "/dev/null"] + arguments).text
  }
}
