import Foundation
import Testing
import ThawTestSupport

@Suite("Going on with a session, by real processes", .serialized, .timeLimit(.minutes(5)))
struct ResumeTests {
  @Test(
    "A finished session goes on to a later end, says so in its journal, and replays bit for bit")
  func longer() async throws {
    try await withWorkspace(steps: 12) { work in
      let run = ["run", work.recipe.path, "--name", "short", "--set", "cache.enabled=false"]
      #expect(try work.thaw(arguments: run).exitCode == 0)
      let before = try work.losses(of: "short")

      let refused = try work.thaw("resume", "short")
      let tooShort = try work.thaw("resume", "short", "--steps", "12")
      let resumed = try work.thaw("resume", "short", "--steps", "20")

      #expect(refused.exitCode == 2 && tooShort.exitCode == 2)
      #expect(refused.text.contains("thaw resume short --steps 18"), "\(refused.text)")
      #expect(resumed.exitCode == 0, "\(resumed.text)")
      let shown = try work.show("short")
      #expect(shown.state == "finished" && shown.step == 20)
      let entry = shown.journal.first { $0.command == "steps 20" }
      #expect(entry?.step == 12 && entry?.outcome.hasPrefix("applied") == true)
      let after = try work.losses(of: "short")
      #expect(after.count == 20 && before.allSatisfy { after[$0.key] == $0.value })
      // The cosine had come down; its rate is now that of a run of 20 steps.
      let rates = try work.losses(of: "short", metric: "train/learning_rate")
      #expect(Double(rates[13] ?? "") ?? 0 > 1e-4, "\(rates)")
      let verified = try work.thaw("replay", "short", "--verify")
      #expect(verified.standardOutput.contains("every bit the same"), "\(verified.text)")
    }
  }

  @Test(
    "A run that pauses itself is stopped where nobody is at a terminal, and fails with the reason")
  func ownPause() async throws {
    try await withWorkspace(steps: 100_000) { work in
      let run = try work.thaw(
        "run", work.recipe.path, "--name", "wild", "--set", "optimizer.learning_rate=1e30",
        "--set", "schedule.warmup_steps=0")

      #expect(run.exitCode == 1)
      #expect(
        run.standardError.contains("loss is") && run.standardError.contains("thaw resume wild"),
        "\(run.text)")
      #expect(try work.show("wild").state == "stopped")
    }
  }

  @Test(
    "Where the recipe was edited the checkpoint's mask stands, and resume prints the difference")
  func editedRecipe() async throws {
    try await withWorkspace(steps: 100_000, train: "last:2") { work in
      let run = ["run", work.recipe.path, "--name", "edited", "--detach"]
      #expect(try work.thaw(arguments: run).exitCode == 0)
      #expect(try work.thaw("send", "edited", "stop").exitCode == 0)
      try await work.waitForState("stopped", of: "edited")
      let recipe = work.sessions.appending(path: "edited/recipe.toml")
      let text = try String(contentsOf: recipe, encoding: .utf8)
      try text.replacing("\"last:2\"", with: "\"head\"")
        .replacing("learning_rate = 0.001", with: "learning_rate = 0.0005")
        .write(to: recipe, atomically: true, encoding: .utf8)

      let resumed = try work.thaw("resume", "edited", "--detach")

      #expect(resumed.exitCode == 0)
      let difference = "the checkpoint's mask stands, not the recipe's: final trainable"
      #expect(resumed.standardOutput.contains(difference), "\(resumed.text)")
      #expect(try work.show("edited").journal.contains { $0.command == difference })
      // What the mask does not stand for holds from here on, and is said too.
      let edit = "recipe.toml was edited: optimizer.learning_rate 0.001 → 0.0005; "
      #expect(resumed.standardOutput.contains(edit), "\(resumed.text)")
      #expect(
        try work.show("edited").rows.filter { $0.state == "trainable" }.map(\.name)
          == ["final", "head"])
      #expect(try work.thaw("send", "edited", "stop").exitCode == 0)
      try await work.waitForState("stopped", of: "edited")
    }
  }
}
