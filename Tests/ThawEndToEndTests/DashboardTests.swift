import Foundation
import Testing
import ThawTestSupport

@Suite("The dashboard in a terminal", .serialized, .timeLimit(.minutes(5)))
struct DashboardTests {
  @Test("Start, toggle, detach, attach, stop, compare")
  func tour() async throws {
    try await withWorkspace(steps: 100_000) { work in
      let terminal = try Tmux(
        columns: 160, rows: 50, command: work.shellLine("run \(work.recipe.path) --name tour"))
      defer { terminal.close() }
      try await terminal.wait(until: "steps") { $0.contains("/100 000") }

      // The first row is frozen: space thaws it.
      try terminal.type("g", "Space")
      try await terminal.wait(until: "the answer") { $0.contains("thaw stem") }
      try await work.waitForStep(20, of: "tour")
      #expect(try work.show("tour").rows.first?.state == "trainable")

      try terminal.type("w")
      try await terminal.wait(until: "charts alone") { !$0.contains("─ layers ") }
      try terminal.type("q")
      try await terminal.wait(until: "the shell's end") { _ in terminal.isDead }
      #expect(try work.show("tour").state == "running")

      let wide = try Tmux(columns: 160, rows: 50, command: work.shellLine("attach tour"))
      defer { wide.close() }
      try await wide.wait(until: "charts alone, as they were left") {
        $0.contains("/100 000") && $0.contains("─ loss ") && !$0.contains("─ layers ")
      }
      try wide.type("q")

      let again = try Tmux(columns: 80, rows: 24, command: work.shellLine("attach tour"))
      defer { again.close() }
      try await again.wait(until: "steps") { $0.contains("/100 000") }
      try again.type(text: ":stop")
      try again.type("Enter")
      try await work.waitForState("stopped", of: "tour")
      try await again.wait(until: "the end said in words") { $0.contains("stopped") }
      try again.type("q")
      try await again.wait(until: "the end") { _ in again.isDead }

      let compare = try Tmux(columns: 160, rows: 50, command: work.shellLine("compare tour tour"))
      defer { compare.close() }
      try await compare.wait(until: "the table") { $0.contains("val/accuracy") }
    }
  }

  @Test(
    "Every way out restores the terminal and leaves the run alone",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV])
  func waysOut(signal: Int32) async throws {
    try await withWorkspace(steps: 100_000) { work in
      #expect(try work.thaw("run", work.recipe.path, "--name", "out", "--detach").exitCode == 0)
      let terminal = try Tmux(
        columns: 100, rows: 30,
        command: "sh -c \"\(work.shellLine("attach out")); echo back; exec cat\"")
      defer { terminal.close() }
      try await terminal.wait(until: "steps") { $0.contains("/100 000") }
      #expect(terminal.alternateScreenIsOn)

      _ = try ProgramRun.output("pkill", ["-\(signal)", "-f", "^\(Workspace.thaw) attach out"])

      try await terminal.wait(until: "the shell again") { $0.contains("back") }
      #expect(!terminal.alternateScreenIsOn)
      #expect(try work.show("out").state == "running")
      _ = try work.thaw("send", "out", "stop")
      try await work.waitForState("stopped", of: "out")
    }
  }

  @Test("Resizing between 200×60 and 1×1, again and again, never ends it")
  func resizing() async throws {
    try await withWorkspace(steps: 100_000) { work in
      #expect(try work.thaw("run", work.recipe.path, "--name", "size", "--detach").exitCode == 0)
      let terminal = try Tmux(columns: 200, rows: 60, command: work.shellLine("attach size"))
      defer { terminal.close() }
      try await terminal.wait(until: "steps") { $0.contains("/100 000") }

      for (columns, rows) in [(1, 1), (200, 60), (20, 5), (80, 24), (2, 50), (150, 2), (1, 1)] {
        try terminal.resize(columns: columns, rows: rows)
        try terminal.type("j")
      }
      try terminal.resize(columns: 160, rows: 50)

      try await terminal.wait(until: "the screen again") { $0.contains("/100 000") }
      #expect(!terminal.isDead)
      _ = try work.thaw("send", "size", "stop")
      try await work.waitForState("stopped", of: "size")
    }
  }
}
