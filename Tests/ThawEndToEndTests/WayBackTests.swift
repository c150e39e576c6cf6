import Foundation
import Testing
import ThawTestSupport

@Suite("The way back, by real processes", .serialized, .timeLimit(.minutes(10)))
struct WayBackTests {
  @Test(
    "A session steered by 30 random interventions and more, of every kind, replays bit for bit")
  func steered() async throws {
    try await withWorkspace(steps: 100_000, train: "last:2") { work in
      #expect(try work.thaw(arguments: Self.run(work, "steered") + ["--detach"]).exitCode == 0)
      var generator = SeededGenerator(seed: 23)
      var applied: [String: Int] = [:]
      var answers: [String] = []
      for words in Self.interventions(using: &generator) {
        let isKill = words == ["kill"]
        if isKill { work.killEngine(of: "steered") }
        let answer = try work.thaw(
          arguments: isKill
            ? ["resume", "steered", "--detach"] : ["send", "steered"] + words)
        #expect(!isKill || answer.exitCode == 0, "\(answer.text)")
        answers.append("\(words.joined(separator: " ")): \(answer.text)")
        // What is so already changes nothing.
        guard answer.exitCode == 0, !answer.text.contains("already") else { continue }
        applied[words[0], default: 0] += 1
      }
      #expect(applied.values.reduce(0, +) >= 30, "\(answers)")
      #expect(Set(applied.keys) == Set(Self.deck.map(\.kind) + ["redo"]), "\(answers)")
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

  @Test("A steered session's exported recipe makes the same run, bit for bit")
  func exportedRecipe() async throws {
    try await withWorkspace(steps: 60) { work in
      #expect(try work.thaw(arguments: Self.run(work, "steered") + ["--detach"]).exitCode == 0)
      for words in [
        ["pause"], ["thaw", "blocks.15"], ["lr", "x0.5"], ["step", "5"], ["freeze", "blocks.15"],
        ["thaw", "blocks.14", "blocks.15"], ["undo"], ["resume"],
      ] {
        if words == ["freeze", "blocks.15"] {
          try await work.waitForState("paused", of: "steered")
        }
        let answer = try work.thaw(arguments: ["send", "steered"] + words)
        #expect(answer.exitCode == 0, "\(words): \(answer.text)")
      }
      try await work.waitForState("finished", of: "steered")

      let recipe = work.folder.appending(path: "again.toml")
      let exported = try work.thaw("export", "steered", "--recipe").standardOutput
      try exported.write(to: recipe, atomically: true, encoding: .utf8)
      #expect(exported.contains(#"do = ["thaw blocks.15", "lr x0.5"]"#), "\(exported)")
      let again = try work.thaw("run", recipe.path, "--name", "again")
      #expect(again.exitCode == 0, "\(again.text)")
      let losses = try work.losses(of: "steered")
      #expect(try losses.count == 60 && work.losses(of: "again") == losses)
    }
  }

  /// Without the activation cache, whose use depends on measured times, every bit is the same.
  private static func run(_ work: Workspace, _ name: String) -> [String] {
    ["run", work.recipe.path, "--name", name, "--set", "cache.enabled=false"]
  }

  /// How often each kind is drawn; `kill` is SIGKILL and a resume.
  private static let deck: [(kind: String, count: Int)] = [
    ("freeze", 7), ("thaw", 7), ("lr", 4), ("pause", 3), ("resume", 3), ("evaluate", 3),
    ("checkpoint", 3), ("undo", 4), ("schedule", 2), ("step", 2), ("kill", 3),
  ]

  /// The deck's kinds in a random order with random arguments; the last undo is redone.
  private static func interventions(using generator: inout SeededGenerator) -> [[String]] {
    let kinds = deck.flatMap { Array(repeating: $0.kind, count: $0.count) }
      .shuffled(using: &generator)
    func one(_ words: String...) -> String { words.randomElement(using: &generator) ?? words[0] }
    return kinds.enumerated().flatMap { place, kind -> [[String]] in
      switch kind {
      case "freeze", "thaw":
        [[kind, one("blocks.13", "blocks.14", "blocks.15", "final", "head")]]
      case "lr": [[kind, one("3e-4", "1e-3", "2e-3")]]
      case "schedule": [[kind, one("cosine", "one-cycle", "restarts"), "rate", "1e-3"]]
      case "step": [[kind, "3"]]
      // Only what follows an undo at once can be redone.
      case "undo" where !kinds[(place + 1)...].contains("undo"): [["undo"], ["redo"]]
      default: [[kind]]
      }
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
      // What was undone can be redone by the next engine, too.
      #expect(try send("stop").contains("applied"))
      try await work.waitForState("stopped", of: "far")
      #expect(try work.thaw("resume", "far", "--detach").exitCode == 0)
      _ = try send("pause")
      let redone = try (0..<4).map { _ in try send("redo") }
      #expect(redone[..<3].allSatisfy { $0.contains("where “undo” was asked for") }, "\(redone)")
      #expect(redone[3].contains("refused: nothing was undone"), "\(redone)")
      #expect(try send("undo").contains("before “freeze final”"))
      #expect(try send("undo").contains("before “thaw blocks.15”"))
      #expect(try send("undo").contains("before “lr 0.002”"))
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
