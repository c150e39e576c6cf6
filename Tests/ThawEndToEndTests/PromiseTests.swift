import Foundation
import Testing
import ThawTestSupport

@Suite("Promises kept by real processes", .serialized, .timeLimit(.minutes(10)))
struct PromiseTests {
  @Test("Three dashboards killed at random moments change no loss")
  func viewersCannotHurt() async throws {
    try await withWorkspace(steps: 300) { work in
      #expect(try work.thaw("run", work.recipe.path, "--name", "alone").exitCode == 0)

      #expect(try work.thaw("run", work.recipe.path, "--name", "watched", "--detach").exitCode == 0)
      var generator = SeededGenerator(seed: 7)
      while try ["running", "stalled"].contains(work.show("watched").state) {
        let viewers = try (0..<3).map { _ in
          try Tmux(columns: 120, rows: 40, command: work.shellLine("attach watched"))
        }
        try await Task.sleep(for: .milliseconds(Int.random(in: 50...900, using: &generator)))
        for viewer in viewers {
          if let pid = viewer.pid { kill(pid, SIGKILL) }
          viewer.close()
        }
      }

      let alone = try work.losses(of: "alone")
      #expect(alone.count == 300)
      #expect(try work.losses(of: "watched") == alone)
    }
  }

  @Test("An engine killed 20 times loses nothing older than 250 ms, and resumes")
  func engineKilled() async throws {
    try await withWorkspace(steps: 100_000) { work in
      #expect(try work.thaw("run", work.recipe.path, "--name", "killed", "--detach").exitCode == 0)
      var generator = SeededGenerator(seed: 11)
      for round in 1...20 {
        try await work.waitForStep(1, of: "killed")
        let before = try work.observedStep(of: "killed")
        try await Task.sleep(for: .milliseconds(Int.random(in: 260...900, using: &generator)))

        work.killEngine(of: "killed")

        let after = try work.show("killed")
        #expect(after.state == "dead", "round \(round)")
        #expect(after.step >= before, "round \(round): \(after.step) of \(before) steps are left")
        let resumed = try work.thaw("resume", "killed", "--detach")
        #expect(resumed.exitCode == 0, "round \(round): \(resumed.text)")
      }
      // The shell that waits for the engine would say so.
      let log = work.sessions.appending(path: "killed/engine.log")
      #expect(try !String(contentsOf: log, encoding: .utf8).contains("Killed"))
      #expect(try work.thaw("send", "killed", "stop").exitCode == 0)
      try await work.waitForState("stopped", of: "killed")
    }
  }
}

extension Workspace {
  /// A step that the run has completed by now, by the engine's own word.
  func observedStep(of session: String) throws -> Int {
    let answer = try thaw("send", session, "lr", "1e-3").standardOutput
    return Int(answer.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
  }
}
