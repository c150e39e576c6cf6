import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

/// `exported/events.out.tfevents.1700000000.steered` is what thaw writes; `exported/read.json` is what TensorBoard's
/// own reader made of that very file, by `read_exports.py`.
@Suite("Events that TensorBoard reads")
struct TensorBoardReaderTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/exported")
  private static let file = folder.appending(path: "events.out.tfevents.1700000000.steered")

  @Test("The file that TensorBoard was given is the one that is written now")
  func written() async throws {
    try await withTemporaryFolder { folder in
      let recipe = try Recipe(toml: idxText)
      let session = try SessionLibrary(folder: folder).create(for: recipe, name: "steered")
      let store = try SessionStore(
        creating: session, recipe: recipe, started: Date(timeIntervalSince1970: 1_700_000_000))
      try store.append(Self.records)
      try store.close()
      var events = Data()
      try SessionReader(session).exportEvents { events += $0 }
      if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        try FileManager.default.createDirectory(
          at: Self.folder, withIntermediateDirectories: true)
        try events.write(to: Self.file)
        Issue.record("recorded; now run read_exports.py")
      }
      #expect(try Data(contentsOf: Self.file) == events)
    }
  }

  @Test("TensorBoard reads every point: step and time exactly, the value as float32")
  func read() throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "read.json"))
    let read = try JSONDecoder().decode([String: [Point]].self, from: data)
    #expect(Set(read.keys) == ["train/loss", "val/accuracy"])
    for (metric, points) in read {
      let wanted = Self.records.filter { $0.values[metric] != nil }
      #expect(points.map(\.step) == wanted.map(\.step))
      #expect(points.map(\.time) == wanted.map { 1_700_000_000 + $0.time })
      #expect(points.map(\.bits) == wanted.map { Float($0.values[metric] ?? 0).bitPattern })
    }
  }

  private struct Point: Decodable {
    var step: Int
    var time: Double
    /// The value's bits, which JSON cannot spell for all of them.
    var bits: UInt32
  }

  /// Two metrics, one of them rare, with values that are no numbers and steps beyond 32 bits.
  private static let records: [MetricRecord] = (1...60).map { step in
    let loss = step == 20 ? Double.nan : step == 21 ? .infinity : 2.5 / Double(step)
    var values = [MetricName.trainLoss: loss]
    if step.isMultiple(of: 20) { values[MetricName.validationAccuracy] = 0.5 + Double(step) / 150 }
    return MetricRecord(
      step: step < 60 ? step : 5_000_000_000, epoch: Double(step) / 30, time: Double(step) / 8,
      values: values)
  }
}
