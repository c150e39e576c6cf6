import Foundation
import Testing
import ThawTestSupport

@Suite("The way back, by real processes", .serialized, .timeLimit(.minutes(10)))
struct WayBackTests {
  @Test(
    "A session steered by 34 random interventions, undone and killed now and then, replays bit for bit"
  )
  func steered() async throws {
    try await withWorkspace(steps: 100_000, train: "last:2") { work in
      #expect(try work.thaw(arguments: Self.run(work, "steered") + ["--detach"]).exitCode == 0)
      var generator = SeededGenerator(seed: 23)
      var applied: [String: Int] = [:]
      var isRedoDue = false
      for round in 0..<34 {
        if round % 12 == 11 {
          work.killEngine(of: "steered")
          let resumed = try work.thaw("resume", "steered", "--detach")
          #expect(resumed.exitCode == 0, "round \(round): \(resumed.text)")
        }
        // Only what follows an undo at once can be redone.
        let words = isRedoDue ? ["redo"] : Self.intervention(using: &generator)
        isRedoDue = words == ["undo"] && !isRedoDue && applied["redo"] == nil
        let answer = try work.thaw(arguments: ["send", "steered"] + words)
        if answer.exitCode == 0 { applied[words[0], default: 0] += 1 }
      }
      #expect(applied["undo"] ?? 0 > 0 && applied["redo"] ?? 0 > 0, "\(applied)")
      // Alive to the end, or there is nothing to prove.
      #expect(try work.thaw("send", "steered", "step", "8").exitCode == 0)
      try await work.waitForState("paused", of: "steered")
      #expect(try work.thaw("send", "steered", "stop").exitCode == 0)
      try await work.waitForState("stopped", of: "steered")

      let verified = try work.thaw("replay", "steered", "--verify")
      let journal = try work.show("steered").journal

      #expect(verified.exitCode == 0, "\(verified.text)\n\(journal)")
      #expect(verified.standardOutput.contains("every bit the same"), "\(verified.text)")
    }
  }

  /// Without the activation cache, whose use depends on measured times, every bit is the same.
  private static func run(_ work: Workspace, _ name: String) -> [String] {
    ["run", work.recipe.path, "--name", name, "--set", "cache.enabled=false"]
  }

  private static func intervention(using generator: inout SeededGenerator) -> [String] {
    let row =
      ["blocks.13", "blocks.14", "blocks.15", "final", "head"]
      .randomElement(using: &generator) ?? "head"
    switch Int.random(in: 0..<13, using: &generator) {
    case 0...2: return ["freeze", row]
    case 3...5: return ["thaw", row]
    case 6: return ["lr", ["3e-4", "1e-3", "2e-3"].randomElement(using: &generator) ?? "1e-3"]
    case 7: return ["evaluate"]
    case 8: return ["checkpoint"]
    case 9: return ["undo"]
    case 10: return ["redo"]
    case 11:
      return [
        "schedule",
        ["cosine", "one-cycle", "restarts"].randomElement(using: &generator) ?? "cosine", "rate",
        "1e-3",
      ]
    default: return ["step", "3"]
    }
  }

  @Test("Undo reaches across a stop, a kill and their resumes, and the session replays bit for bit")
  func acrossResumes() async throws {
    try await withWorkspace(steps: 100_000, train: "last:2") { work in
      func send(_ line: String) throws -> String {
        try work.thaw(arguments: ["send", "far"] + line.split(separator: " ").map(String.init)).text
      }
      func step() async throws {
        _ = try send("step 3")
        try await work.waitForState("paused", of: "far")
      }
      #expect(try work.thaw(arguments: Self.run(work, "far") + ["--detach"]).exitCode == 0)
      _ = try send("pause")
      for command in ["lr 2e-3", "thaw blocks.15"] {
        #expect(try send(command).contains("applied"))
        try await step()
      }
      #expect(try send("stop").contains("applied"))
      try await work.waitForState("stopped", of: "far")
      #expect(try work.thaw("resume", "far", "--detach").exitCode == 0)
      _ = try send("pause")
      #expect(try send("freeze final").contains("applied"))
      try await step()
      _ = try send("checkpoint")
      try await work.waitForEntry("checkpoint", of: "far")
      work.killEngine(of: "far")
      #expect(try work.thaw("resume", "far", "--detach").exitCode == 0)
      _ = try send("pause")

      let undone = try (0..<4).map { _ in try send("undo") }

      for (answer, command) in zip(undone, ["freeze final", "thaw blocks.15", "lr 0.002"]) {
        #expect(answer.contains("before “\(command)”"), "\(undone)")
      }
      #expect(undone[3].contains("refused: nothing was done"), "\(undone)")
      try await step()
      #expect(try send("stop").contains("applied"))
      try await work.waitForState("stopped", of: "far")
      #expect(try work.show("far").rows.count { $0.state == "trainable" } == 2)
      let verified = try work.thaw("replay", "far", "--verify")
      #expect(verified.standardOutput.contains("every bit the same"), "\(verified.text)")
    }
  }

  @Test(
    "A fork joins its trunk, goes its own way, and both replay; a bit that was changed is found")
  func fork() async throws {
    try await withWorkspace(steps: 60, train: "last:2") { work in
      #expect(try work.thaw(arguments: Self.run(work, "trunk")).exitCode == 0)

      // Step 32 has no checkpoint: the fork repeats the way from 25.
      let forked = try work.thaw(
        "fork", "trunk", "--at", "32", "--do", "thaw blocks.15", "--name", "branch")
      #expect(forked.exitCode == 0, "\(forked.text)")
      let (trunk, branch) = (try work.losses(of: "trunk"), try work.losses(of: "branch"))
      #expect(trunk.count == 60 && branch.count == 60)
      // From the next step on the thawed row's BatchNorm sees batches.
      let apart = (1...60).first { trunk[$0] != branch[$0] }
      #expect(apart == 33)
      #expect(trunk[40] != branch[40])
      let journal = try work.show("branch").journal
      #expect(journal.contains { $0.step == 32 && $0.command == "thaw blocks.15" }, "\(journal)")
      let compared = try work.thaw("compare", "trunk", "branch", "--json")
      #expect(
        compared.standardOutput.contains(#""forks":[{"session":1,"step":32,"trunk":0}]"#),
        "\(compared.text)")
      for session in ["trunk", "branch"] {
        let verified = try work.thaw("replay", session, "--verify")
        #expect(verified.exitCode == 0, "\(session): \(verified.text)")
      }

      let replayed = try work.thaw("replay", "branch")
      #expect(replayed.exitCode == 0, "\(replayed.text)")
      #expect(try work.losses(of: "branch-replay") == branch)

      let database = work.sessions.appending(path: "branch/session.sqlite").path
      let change = "UPDATE journal SET command = 'thaw blocks.14' WHERE command = 'thaw blocks.15'"
      #expect(try ProgramRun.output("sqlite3", [database, change]).exitCode == 0)
      let other = try work.thaw("replay", "branch", "--verify")
      #expect(other.exitCode == 1)
      #expect(other.standardOutput.contains("differs at step 33"), "\(other.text)")
    }
  }
}
