import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

private let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "Fixtures")

/// What the script that made the fixtures logged as training loss.
private func loss(_ step: Int) -> Double { 2.5 * exp(-Double(step) / 10) }

@Suite("Importing")
struct ImportTests {
  @Test("A folder of TensorBoard runs becomes a session a run, its writers merged by step")
  func tensorBoard() async throws {
    let runs = try Importer.runs(at: fixtures.appending(path: "runs"))
    #expect(runs.map(\.name) == ["first", "second", "tensors"])
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      for run in runs { _ = try library.add(run) }
      let reader = try SessionReader(library.session("first"))
      let points = try reader.points(of: "train/loss")
      #expect(points.map(\.step) == Array(0..<30))
      #expect(points.map(\.value) == (0..<30).map { Double(Float(loss($0))) })
      #expect(points.map(\.time) == (0..<30).map(Double.init))
      #expect(try reader.points(of: "eval/loss").map(\.step) == [9, 19, 29])
      let detail = try reader.detail()
      #expect(detail.summary.state == .finished)
      #expect(detail.summary.started == Date(timeIntervalSince1970: 1.7e9))
      #expect(detail.summary.metrics["eval/loss"]?.best == Double(Float(loss(29) + 0.125)))
      #expect(detail.rows.isEmpty)
      #expect(detail.origin?.hasPrefix("TensorBoard, ") == true)
    }
  }

  @Test("Scalars that are tensors, as TensorFlow 2 writes them, are read")
  func tensors() async throws {
    let points = try await imported("runs/tensors").points(of: "epoch_loss")
    #expect(points.map(\.value) == (0..<5).map { Double(Float(loss($0))) })
  }

  @Test("A run of W&B brings history, settings and its name")
  func wandb() async throws {
    let run = try #require(try Importer.runs(at: fixtures.appending(path: "offline.wandb")).first)
    #expect(run.name == "blue-run")
    #expect(
      run.settings == ["optimizer.name": "adamw", "optimizer.lr": "0.001", "layers": "1, 2"])
    let reader = try await imported("offline.wandb")
    let points = try reader.points(of: "train/loss")
    #expect(points.map(\.step) == Array(0...12))
    #expect(points.prefix(12).map(\.value) == (0..<12).map(loss))
    #expect(points.last?.value.isNaN == true)
    #expect(points[6].epoch == 1.5)
    #expect(try reader.points(of: "nested.norm").map(\.value) == (0..<12).map { Double($0) / 2 })
    #expect(try reader.detail().recipe["optimizer.name"] == "adamw")
  }

  @Test("trainer_state.json gives training and validation metrics")
  func trainerState() async throws {
    let reader = try await imported("trainer")
    let losses = try reader.points(of: "train/loss")
    #expect(losses.map(\.step) == [5, 10, 15, 20])
    #expect(losses.map(\.epoch) == [0.5, 1, 1.5, 2])
    #expect(losses.first?.value == 0.6891783714294434)
    #expect(try reader.points(of: "train/learning_rate").map(\.value).last == 0.00025)
    let accuracies = try reader.points(of: "val/accuracy")
    #expect(accuracies.map(\.step) == [10, 20] && accuracies.map(\.value) == [0.775, 0.975])
    #expect(try reader.points(of: "val/loss").map(\.epoch) == [1, 2])
    let detail = try reader.detail()
    #expect(detail.recipe["train_batch_size"] == "8" && detail.recipe["best_metric"] == "0.975")
    #expect(detail.summary.metrics["val/accuracy"]?.best == 0.975)
  }

  @Test("A norm that trainer_state.json says is NaN stays NaN")
  func trainerStateNaN() async throws {
    let reader = try await imported(
      text: #"{"log_history": [{"loss": 2.5, "grad_norm": NaN, "epoch": 1.0, "step": 20}]}"#,
      name: "trainer_state.json")
    #expect(try reader.points(of: "train/grad_norm").map(\.value.isNaN) == [true])
  }

  @Test("Lightning's CSV keeps its empty cells empty and its quotes quoted")
  func csv() async throws {
    let text = "epoch,step,train_loss,\"val, best\"\n0,9,1.5,\n0,19,nan,\r\n1,19,,0.25\n1,29,0.5"
    let reader = try await imported(text: text + ",\n", name: "metrics.csv")
    #expect(try reader.points(of: "train_loss").map(\.step) == [9, 19, 29])
    #expect(try reader.points(of: "val, best").map(\.value) == [0.25])
    #expect(try reader.summary().metrics["train_loss"]?.best == 0.5)
  }

  @Test("Cells of text are left out and counted; empty ones and names of metrics are not")
  func textCells() async throws {
    try await withTemporaryFolder { folder in
      for (text, count) in [
        ("step,loss,who\n1,2.5,\n2,abc,me\n", 2), ("metric,value\nloss,2.5\nloss,n/a\n", 1),
        ("step,loss\n1,nan\n2, \n", 0),
      ] {
        let file = folder.appending(path: "a.csv")
        try text.write(to: file, atomically: true, encoding: .utf8)
        #expect(try Importer.runs(at: file).map(\.textCells) == [count], "\(text)")
      }
    }
  }

  @Test("A last line without an end counts where it is whole, and JSON says whether it is")
  func lastLine() async throws {
    let csv = try await imported(text: "step,loss\n1,2.5\n2,1.5", name: "a.csv")
    #expect(try csv.points(of: "loss").map(\.value) == [2.5, 1.5])
    let json = try await imported(
      text: "{\"step\": 1, \"a\": {\"b\": NaN}}\n{\"step\": 2, \"a\"", name: "a.jsonl")
    #expect(try json.points(of: "a/b").map(\.step) == [1])
  }

  @Test("A line within the file that is broken is named")
  func brokenLine() async throws {
    await #expect {
      _ = try await imported(text: "step,loss\n1,2\n3\n4,5\n", name: "a.csv")
    } throws: {
      "\($0)".contains("a.csv, line 3: it has 1 cells, and the header 2")
    }
    await #expect {
      _ = try await imported(text: "{\"a\": 1}\n{]\n{\"a\": 2}\n", name: "a.jsonl")
    } throws: {
      "\($0)".contains("a.jsonl, line 2: ")
    }
  }

  @Test("A table's cells are apart by commas, or else by semicolons or tabs")
  func separators() async throws {
    for separator in [";", "\t"] {
      let lines = ["step,loss", "1,2.5", "2,1.5"].map { $0.replacing(",", with: separator) }
      let reader = try await imported(text: lines.joined(separator: "\n") + "\n", name: "a.csv")
      #expect(try reader.points(of: "loss").map(\.value) == [2.5, 1.5])
    }
  }

  @Test(
    "A table whose header is no UTF-8 is refused, rather than read with names that nobody wrote")
  func encoding() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "a.csv")
      try #require("step,loss\n1,2\n".data(using: .utf16)).write(to: file)
      let error = try #require(throws: ImportError.self) { try Importer.runs(at: file) }
      #expect(error.description.contains("a.csv, line 1: the header is no UTF-8 text"))
    }
  }

  @Test("A quote that is not closed is told, and swallows nothing")
  func openQuote() async throws {
    await #expect {
      _ = try await imported(text: "step,loss\n1,2\n2,5\"\n3,4\n", name: "a.csv")
    } throws: {
      "\($0)".contains("a.csv, line 3: a quote is not closed")
    }
  }

  @Test("Binary files cut anywhere give what is whole, and never an error", arguments: binaries)
  func torn(path: String) async throws {
    let data = try Data(contentsOf: fixtures.appending(path: path))
    let whole = try #require(try runs(data, named: path)?.count)
    var before = 0
    for length in stride(from: 16, to: data.count, by: max(1, data.count / 97)) {
      let count = try runs(data.prefix(length), named: path)?.count ?? 0
      #expect(before <= count && count <= whole)
      before = count
    }
    #expect(before > 0)
  }

  @Test("A flipped bit gives an error with its place, or nothing else", arguments: binaries)
  func flipped(path: String) async throws {
    let data = try Data(contentsOf: fixtures.appending(path: path))
    var random = SeededGenerator(seed: 7)
    var refused = 0
    for _ in 0..<300 {
      var changed = data
      changed[Int.random(in: 0..<data.count, using: &random)] ^=
        1 << Int.random(in: 0..<8, using: &random)
      do {
        _ = try runs(changed, named: path)
      } catch ImportError.damaged(_, let offset, _) {
        #expect((0..<data.count).contains(offset))
        refused += 1
      }
    }
    #expect(refused > 250)
  }

  @Test("A session is exported as JSON lines and TensorBoard events, and imported equal")
  func roundTrip() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append([
        record(1, ["train/loss": 2.5, "row/head/drift": 0.125]),
        record(2, ["train/loss": .nan]), record(3, ["train/loss": .infinity, "val/loss": 1.5]),
      ])
      let reader = try SessionReader(store.folder)
      var text = ""
      try reader.exportJSONLines { text += $0 }
      var table = ""
      try reader.exportCSV { table += $0 }
      var events = Data()
      try reader.exportEvents { events += $0 }
      for (name, data) in [
        ("a.jsonl", Data(text.utf8)), ("b.csv", Data(table.utf8)), ("c.tfevents", events),
      ] {
        let file = folder.appending(path: name)
        try data.write(to: file)
        let run = try #require(try Importer.runs(at: file).first)
        let copy = try SessionReader(
          try SessionLibrary(folder: folder).add(run, name: "copy-of-\(name)"))
        #expect(try copy.metricNames() == reader.metricNames())
        for metric in try reader.metricNames() {
          let (one, other) = (try reader.points(of: metric), try copy.points(of: metric))
          #expect(one.map(\.step) == other.map(\.step))
          #expect(one.map { "\($0.value)" } == other.map { "\($0.value)" })
        }
      }
    }
  }

  @Test("Imported sessions get names of their own, and a failed import leaves none")
  func names() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let run = try #require(try Importer.runs(at: fixtures.appending(path: "runs/second")).first)
      #expect(try library.add(run).name == "second")
      #expect(try library.add(run).name == "second-2")
      #expect(throws: StoreError.exists("second")) { _ = try library.add(run, name: "second") }
      #expect(library.names() == ["second", "second-2"])
      var renamed = run
      let isRenamed = renamed.rename("train/loss", to: "val/loss")
      let isUnknownRenamed = renamed.rename("nothing", to: "val/accuracy")
      #expect(isRenamed && !isUnknownRenamed)
      #expect(try SessionReader(library.add(renamed)).metricNames() == ["val/loss"])
    }
  }

  private static let binaries = [
    "runs/second/events.out.tfevents", "runs/tensors/events.out.tfevents", "offline.wandb",
  ]
  .map { path in
    guard path.hasSuffix("tfevents") else { return path }
    let folder = (path as NSString).deletingLastPathComponent
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: fixtures.appending(path: folder).path)
    return "\(folder)/\(names?.first ?? "")"
  }

  /// Reads bytes as if they were a file; nil where they hold no scalar.
  private func runs(_ data: Data, named path: String) throws -> ImportedRun? {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: (path as NSString).lastPathComponent)
    try data.write(to: file)
    do {
      return try Importer.runs(at: file).first
    } catch ImportError.nothing { return nil }
  }

  private func imported(_ path: String) async throws -> SessionReader {
    try await withTemporaryFolder { folder in
      let run = try #require(try Importer.runs(at: fixtures.appending(path: path)).first)
      return try SessionReader(try SessionLibrary(folder: folder).add(run))
    }
  }

  private func imported(text: String, name: String) async throws -> SessionReader {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      let run = try #require(try Importer.runs(at: file).first)
      return try SessionReader(try SessionLibrary(folder: folder).add(run))
    }
  }
}
