import Foundation
import Testing
import ThawTestSupport

@Suite("Commands on stored sessions", .timeLimit(.minutes(5)))
struct SessionCommandTests {
  @Test("Sessions are found by what they came to, labelled, put away, deleted and brought back")
  func library() async throws {
    try await withWorkspace(steps: 1) { work in
      for (name, last) in [("good", 0.25), ("bad", 2.5)] {
        let file = work.folder.appending(path: "\(name).csv")
        try "step,train/loss,val/accuracy\n1,3,0.1\n2,\(last),\(1 / (1 + last))\n"
          .write(to: file, atomically: true, encoding: .utf8)
        let imported = try work.thaw("import", file.path)
        #expect(imported.standardOutput == "\(name)  4 values of 2 metrics\n")
      }
      #expect(try work.listed() == ["bad", "good"])
      #expect(try work.listed("train.loss < 1 and val.accuracy > 0.5") == ["good"])
      #expect(try work.listed("!^b") == ["good"])
      #expect(try work.thaw("ls", "train.loss <").exitCode == 2)
      let glob = try work.thaw("ls", "*ood")
      #expect(glob.exitCode == 2 && glob.text.contains("“.*ood”"), "\(glob.text)")
      #expect(try work.thaw("import", work.folder.appending(path: "none.csv").path).exitCode == 2)
      for arguments in [["--sort", "trainloss"], ["--columns", "trainloss"], ["trainloss < 1"]] {
        let refused = try work.thaw(arguments: ["ls"] + arguments)
        #expect(refused.exitCode == 2 && refused.standardOutput.isEmpty)
        #expect(
          refused.standardError
            == "thaw: no session has “trainloss”; did you mean train/loss?\n")
      }
      let columns = try work.thaw("ls", "^good", "--columns", "train.loss")
      #expect(columns.standardOutput == "session  best train.loss\ngood              0.2500\n")

      let labelled = try work.thaw("label", "good", "--tag", "keep", "--star", "--note", "so\nfar")
      #expect(labelled.exitCode == 0, "\(labelled.text)")
      #expect(try work.listed("tags = keep and starred = true and note = 'so far'") == ["good"])
      let none = try work.thaw("ls", "tags = kee")
      #expect(
        none.standardOutput == "the filter lets none of 2 sessions through: tags = kee\n",
        "\(none.text)")
      let sized = try work.thaw("ls", "--size", "--json").standardOutput
      #expect(sized.contains("\"bytes\":"), "\(sized)")
      #expect(try work.thaw("ls").standardOutput.contains("good ★"))
      #expect(try work.thaw("label", "bad", "--archive").exitCode == 0)
      #expect(try work.listed() == ["good"])
      #expect(try work.thaw("ls", "bad").standardOutput.hasPrefix("1 session archived; --all"))
      #expect(try work.listed("--all") == ["bad", "good"])
      #expect(try work.thaw("label", "good", "--name", "best").exitCode == 0)

      let deleted = try work.thaw("delete", "best")
      #expect(deleted.standardOutput == "best is in the trash; back: thaw restore best\n")
      #expect(try work.listed("--all") == ["bad"])
      #expect(try work.thaw("restore").standardOutput.contains("best"))
      let trash = try work.thaw("restore", "--json").standardOutput
      #expect(trash.contains("\"name\":\"best\""), "\(trash)")
      #expect(try work.thaw("restore", "best").standardOutput == "best is back\n")
      let refused = try work.thaw("label", "best", "--name", "a b", "--tag", "half")
      #expect(try refused.exitCode == 2 && !work.thaw("ls").standardOutput.contains("half"))
      let other = work.folder.appending(path: "other").path
      let csv = work.folder.appending(path: "good.csv").path
      #expect(try work.thaw("import", csv, "--sessions", other).exitCode == 0)
      let away = try work.thaw("delete", other + "/good")
      #expect(away.standardOutput.hasSuffix("thaw restore good --sessions \(other)\n"))
      #expect(try !work.thaw("restore").standardOutput.contains("good"))
      let elsewhere = try work.thaw("restore", "good", "--sessions", other)
      #expect(elsewhere.standardOutput == "good is back\n", "\(elsewhere.text)")
      #expect(try work.listed("tags ~ keep") == ["best"])

      let path = work.sessions.path + "/best/"
      let slash = try work.thaw("compare", "bad", path, "--baseline", "best", "--text")
      #expect(slash.standardOutput.contains("best (baseline)"), "\(slash.text)")
      for words in [
        ["predict", "bad", "a.png"], ["export", "bad", "--weights", "w"], ["resume", "bad"],
      ] {
        let refused = try work.thaw(arguments: words)
        #expect(refused.exitCode == 2 && refused.text.contains("was imported"), "\(refused.text)")
      }

      #expect(try work.thaw("delete", "best", "bad", "best").exitCode == 0)
      let emptied = try work.thaw("restore", "--empty-trash")
      #expect(emptied.standardOutput.hasPrefix("2 sessions deleted, "))
      #expect(try work.thaw("ls").standardOutput.hasPrefix("no sessions in "))
      let absent = try work.thaw("restore", "best")
      #expect(absent.exitCode == 2 && absent.text.contains("`thaw restore` lists"))
    }
  }

  @Test("A damaged session is salvaged: what is lost is named, and the damaged database kept")
  func salvage() async throws {
    try await withWorkspace(steps: 1) { work in
      let file = work.folder.appending(path: "long.csv")
      let lines = (1...20_000).map { "\($0),\(sin(Double($0))),\(cos(Double($0)))\n" }.joined()
      try "step,train/loss,val/loss\n\(lines)".write(to: file, atomically: true, encoding: .utf8)
      #expect(try work.thaw("import", file.path).exitCode == 0)
      let database = work.sessions.appending(path: "long/session.sqlite")
      // The page that has this value.
      let value = withUnsafeBytes(of: sin(600.0).bitPattern.littleEndian) { Data($0) }
      let place = try #require(Data(contentsOf: database).firstRange(of: value)).lowerBound
      let handle = try FileHandle(forUpdating: database)
      try handle.seek(toOffset: UInt64(place / 4_096 * 4_096))
      try handle.write(contentsOf: Data(repeating: 0xA5, count: 3_000))
      try handle.close()

      let checked = try work.thaw("doctor", "long")
      #expect(
        checked.exitCode == 1
          && checked.standardOutput.contains("; repair writes a new one of what can be read"))
      #expect(checked.standardOutput.hasSuffix("repair: thaw doctor long --repair\n"))
      let repaired = try work.thaw("doctor", "long", "--repair")
      let kept = "the damaged database is kept: \(database.path).damaged\n1 repaired\n"
      #expect(repaired.exitCode == 0 && repaired.standardOutput.hasSuffix(kept), "\(repaired.text)")
      let lost = "lost: train/loss: 1 of 5 blocks, steps 1–4096\n"
      #expect(repaired.standardOutput.contains(lost), "\(repaired.text)")
      #expect(try work.thaw("doctor", "long").standardOutput.hasSuffix("nothing is wrong\n"))

      try Data(repeating: 0, count: 9_000).write(to: database)
      let hopeless = try work.thaw("doctor", "long", "--repair")
      #expect(hopeless.exitCode == 1 && hopeless.standardError.contains("nothing can be read of "))
    }
  }

  @Test("A run's checkpoints are chosen by step or value, exported, used, and pruned")
  func checkpoints() async throws {
    try await withWorkspace(steps: 60) { work in
      #expect(try work.thaw("run", work.recipe.path, "--name", "run").exitCode == 0)
      #expect(try work.checkpoints(of: "run") == ["step-25", "step-50", "step-60"])
      let listed = try work.thaw("ls", "--json").standardOutput
      #expect(listed.contains("\"method.train\":\"head\""), "as a filter can name it: \(listed)")

      let file = work.folder.appending(path: "weights.safetensors").path
      let missing = try work.thaw("export", "run", "--weights", file, "--at", "30")
      #expect(missing.exitCode == 2)
      #expect(
        missing.standardError.contains("no checkpoint of step 30; it keeps those of 25, 50, 60"))
      #expect(!FileManager.default.fileExists(atPath: file))
      let exported = try work.thaw("export", "run", "--weights", file, "--at", "25")
      let said = "\(file)  weights after step 25\n"
      #expect(exported.standardOutput.hasPrefix(said), "\(exported.text)")
      let whole = work.sessions.appending(path: "run/checkpoints/step-25/model.safetensors")
      #expect(FileManager.default.contentsEqual(atPath: file, andPath: whole.path))
      let tensors = try work.tensors(of: file)
      #expect(tensors.contains("_conv_stem.weight"))
      #expect(try tensors == work.tensors(of: Workspace.pretrained), "named as in the source")

      let best = try work.thaw("prune", "run", "--best", "1")
      #expect(try work.checkpoints(of: "run").count == 3, "without --yes nothing goes")
      #expect(best.standardOutput.contains("kept: best") && best.standardOutput.contains("goes"))
      let preview = try work.thaw("prune", "run", "--json").standardOutput
      #expect(preview.contains("\"kept\":[],"), "\(preview)")
      #expect(preview.contains("\"removed\":false"))
      let pruned = try work.thaw("prune", "--best", "0", "--yes")
      #expect(pruned.exitCode == 0, "\(pruned.text)")
      #expect(try work.checkpoints(of: "run") == ["step-60"])
      #expect(try work.thaw("doctor", "run").standardOutput.contains("nothing is wrong"))
      let checked = try work.thaw("doctor", "run", "--json").standardOutput
      #expect(checked.hasPrefix("{\"findings\":[],\"left\":0,"), "\(checked)")
      #expect(try work.thaw("doctor", "--json").standardOutput.contains("\"libtorch\":"))
      #expect(try work.thaw("prune", "--yes").standardOutput == "no checkpoint would go\n")

      let stamp = "/usr/share/tuxpaint/stamps/animals/birds/adelaide-rosella.png"
      let seen = try work.thaw("predict", "run", stamp, "--at", "60", "--json")
      #expect(
        seen.exitCode == 0 && seen.standardOutput.contains("adelaide-rosella.png"), "\(seen.text)")
      // Beside it what Lite0 saw with the 1,000 classes of its own head: 13 to 18 are songbirds.
      #expect(seen.standardOutput.contains(#""base":[{"label":"class "#), "\(seen.text)")
      #expect(try work.thaw("predict", "run", stamp, "--at", "50").exitCode == 2)
    }
  }

  @Test("Another tool's CSV is followed as it grows, its torn last line waited for")
  func watching() async throws {
    try await withWorkspace(steps: 1) { work in
      let file = work.folder.appending(path: "metrics.csv")
      let lines = (1...20).map { "\($0),\(3 / Double($0))\n" }.joined()
      try "step,train/loss\n\(lines)21,0.0".write(to: file, atomically: true, encoding: .utf8)
      #expect(try work.thaw("watch", file.path).text.contains("needs a terminal"))
      let terminal = try Tmux(
        columns: 120, rows: 40, command: work.shellLine("watch '\(file.path)'"))
      defer { terminal.close() }
      try await terminal.wait(until: "what is whole") { $0.contains("step 20") }

      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("625\n22,0.0375\n".utf8))
      try handle.close()
      try await terminal.wait(until: "what came") {
        $0.contains("step 22") && $0.contains("0.0375")
      }
      #expect(try work.listed().isEmpty)
    }
  }
}

extension Workspace {
  /// The names that `thaw ls` lists, in alphabetical order.
  fileprivate func listed(_ arguments: String...) throws -> [String] {
    struct Line: Decodable { var name: String }
    let run = try thaw(arguments: ["ls", "--json"] + arguments)
    return try JSONDecoder().decode([Line].self, from: Data(run.standardOutput.utf8))
      .map(\.name).sorted()
  }

  /// The names of the tensors in a file of weights, in alphabetical order.
  fileprivate func tensors(of file: String) throws -> [String] {
    struct Weights: Decodable {
      struct Row: Decodable { var tensors: [Tensor] }
      struct Tensor: Decodable { var name: String }
      var rows: [Row]
    }
    let run = try thaw("inspect", file, "--json")
    return try JSONDecoder().decode(Weights.self, from: Data(run.standardOutput.utf8))
      .rows.flatMap(\.tensors).map(\.name).sorted()
  }

  /// The folders of a session's checkpoints.
  fileprivate func checkpoints(of session: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(atPath: sessions.appending(path: "\(session)/checkpoints").path).sorted()
  }
}
