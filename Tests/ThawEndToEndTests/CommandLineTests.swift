import Foundation
import Testing
import ThawTestSupport

@Suite("The command line", .timeLimit(.minutes(5)))
struct CommandLineTests {
  @Test("A detached run answers commands, is listed, exported and compared")
  func detachedRun() async throws {
    try await withWorkspace(steps: 100_000) { work in
      // As from a thread that blocks signals: the engine can be ended by them nevertheless.
      let started = try ProgramRun.output(
        "env",
        [
          "--block-signal=TERM", Workspace.thaw, "run", work.recipe.path, "--name", "one",
          "--detach",
        ],
        environment: ["THAW_SESSIONS": work.sessions.path])
      #expect(started.exitCode == 0, "\(started.text)")
      #expect(try work.blockedSignals(ofEngine: "one") == "0000000000000000")

      let frozen = try work.thaw("send", "one", "thaw", "blocks.14-15")
      #expect(frozen.exitCode == 0, "\(frozen.text)")
      #expect(frozen.standardOutput.hasPrefix("applied at step "))
      let refused = try work.thaw("send", "one", "freeze", "*")
      #expect(refused.exitCode == 1)
      #expect(refused.standardOutput.hasPrefix("refused: "))
      #expect(try work.thaw("send", "one", "freeze", "nowhere").exitCode == 1)
      // As a shell gives them: an argument that looks like an option, and a quoted command.
      #expect(try work.thaw("send", "one", "extend", "-1").exitCode == 0)
      #expect(try work.thaw("send", "one", "plan", "step 90000: thaw head; lr x0.5").exitCode == 0)

      let live = try work.show("one")
      #expect(live.state == "running")
      #expect(live.rows.first { $0.name == "blocks.15" }?.state == "trainable")
      #expect(live.rows.first { $0.name == "stem" }?.state == "frozen")

      let second = try work.thaw("resume", "one", "--detach")
      #expect(second.exitCode != 0)
      #expect(second.text.contains("already running"))

      #expect(try work.thaw("send", "one", "stop").exitCode == 0)
      try await work.waitForState("stopped", of: "one")

      let listed = try work.thaw("ls", "--json")
      #expect(listed.standardOutput.contains("\"name\":\"one\""))
      #expect(try work.losses(of: "one").count == work.show("one").step)

      let compared = try work.thaw("compare", "one", "one", "--json")
      #expect(compared.standardOutput.contains("\"metric\":\"train/loss\""))
    }
  }

  @Test(
    "Bad input gets one clear message and exit code 2",
    arguments: [
      (["run", "no-such-recipe.toml"], "no-such-recipe.toml: No such file or directory"),
      (["run", "Sources"], "Sources: Is a directory"),
      (["run", "/bin/sh"], "/bin/sh: it is no text in UTF-8"),
      (["show", "no-such-session"], "no-such-session"),
      (["send", "no-such-session", "pause"], "no-such-session"),
      (["inspect", "Makefile"], "Makefile"),
    ])
  func badInput(arguments: [String], named: String) async throws {
    try await withWorkspace(steps: 1) { work in
      let run = try ProgramRun.output(
        Workspace.thaw, arguments, environment: ["THAW_SESSIONS": work.sessions.path])
      #expect(run.exitCode == 2, "\(run.text)")
      #expect(run.standardOutput.isEmpty)
      #expect(run.text.contains(named), "\(run.text)")
      #expect(run.text.split(separator: "\n").count <= 3, "\(run.text)")
    }
  }

  @Test("A misspelt recipe key is named with the right one, and no session is left")
  func misspeltKey() async throws {
    try await withWorkspace(steps: 1) { work in
      let text = try String(contentsOf: work.recipe, encoding: .utf8)
      try text.replacing("learning_rate", with: "learning_rat")
        .write(to: work.recipe, atomically: true, encoding: .utf8)
      let run = try work.thaw("run", work.recipe.path, "--detach")
      #expect(run.exitCode == 2)
      #expect(run.text.contains("learning_rat") && run.text.contains("learning_rate"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: work.sessions.path).isEmpty)
    }
  }

  @Test(
    "Under a memory limit that libtorch cannot be loaded in, a run says so and leaves no session")
  func tooLittleMemory() async throws {
    try await withWorkspace(steps: 1) { work in
      let line = work.shellLine("run \(work.recipe.path) --name small --detach")
      let run = try ProgramRun.output("sh", ["-c", "ulimit -v 900000; \(line)"])
      #expect(run.exitCode == 1)
      #expect(
        run.standardError.contains("this process may have 878 MiB (ulimit -v)"), "\(run.text)")
      #expect(!FileManager.default.fileExists(atPath: work.sessions.appending(path: "small").path))
    }
  }

  @Test("Without a terminal a run prints progress and a summary, and ends with 0")
  func plainRun() async throws {
    try await withWorkspace(steps: 30) { work in
      let run = try work.thaw("run", work.recipe.path, "--name", "plain")
      #expect(run.exitCode == 0, "\(run.text)")
      #expect(run.standardOutput.contains("step 30/30"))
      #expect(run.standardOutput.contains("val/accuracy"))
      #expect(try work.show("plain").state == "finished")
    }
  }
}
