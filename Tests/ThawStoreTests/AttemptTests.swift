import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Attempts")
struct AttemptTests {
  @Test("Of a resumed run the newest values show, short or long", arguments: [1, 100])
  func resumed(scale: Int) async throws {
    try await withTemporaryFolder { folder in
      let first = try newStore(folder)
      try first.append((1...130 * scale).map { record($0, ["loss": 1, "val": Double($0)]) })
      let second = try SessionStore(opening: first.folder, resumingAt: 100 * scale)
      try second.append((100 * scale + 1...150 * scale).map { record($0, ["loss": 2]) })

      let reader = try SessionReader(first.folder)
      let points = try reader.points(of: "loss")
      #expect(points.map(\.step) == Array(1...150 * scale))
      #expect(points.map { $0.value } == points.map { $0.step <= 100 * scale ? 1 : 2 })
      #expect(try reader.points(of: "val").last?.step == 100 * scale)
      let summary = try reader.summary().metrics
      #expect(
        summary["val"] == MetricSummary(last: Double(100 * scale), best: nil, count: 100 * scale))
      #expect(summary["loss"] == MetricSummary(last: 2, best: 1, count: 150 * scale))
      let series = try reader.series("loss", steps: 90 * scale...120 * scale, buckets: 31)
      #expect(series.reduce(0) { $0 + $1.count } == 30 * scale + 1)
    }
  }

  @Test("Each attempt shows only up to where any later one began")
  func nested() async throws {
    try await withTemporaryFolder { folder in
      let first = try newStore(folder)
      try first.append((1...130).map { record($0, ["loss": 1]) })
      let second = try SessionStore(opening: first.folder, resumingAt: 100)
      try second.append((101...105).map { record($0, ["loss": 2]) })
      let third = try SessionStore(opening: first.folder, resumingAt: 50)
      try third.append((51...60).map { record($0, ["loss": 3]) })

      let points = try SessionReader(first.folder).points(of: "loss")
      #expect(points.map(\.step) == Array(1...60))
      #expect(points.map(\.value) == points.map { $0.step <= 50 ? 1 : 3 })
    }
  }

  @Test("A best value that was taken back no longer counts")
  func best() async throws {
    try await withTemporaryFolder { folder in
      let first = try newStore(folder)
      try first.append((1...20).map { record($0, ["val/accuracy": $0 == 15 ? 0.9 : 0.5]) })
      _ = try SessionStore(opening: first.folder, resumingAt: 10)

      let summary = try SessionReader(first.folder).summary().metrics["val/accuracy"]
      #expect(summary == MetricSummary(last: 0.5, best: 0.5, count: 10))
    }
  }

  @Test("A run that goes back without a new attempt is refused whole")
  func back() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append([record(5, ["loss": 1])])

      #expect(throws: StoreError.stepWentBack(from: 6, to: 4)) {
        try store.append([record(6, ["loss": 1]), record(4, ["loss": 1])])
      }
      #expect(try SessionReader(store.folder).points(of: "loss").map(\.step) == [5])
    }
  }

  @Test("A session that ended while somebody reads it is complete in its one file all the same")
  func closedUnderReader() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let reader = try SessionReader(store.folder)
      try store.append((1...5000).map { record($0, ["loss": 1]) })
      #expect(try reader.points(of: "loss").count == 5000)
      try store.setPhase(.finished, step: 5000)
      try store.close()

      let copy = SessionFolder(folder.appending(path: "copy"))
      try FileManager.default.createDirectory(at: copy.url, withIntermediateDirectories: false)
      try FileManager.default.copyItem(at: store.folder.database, to: copy.database)
      #expect(try SessionReader(copy).points(of: "loss").count == 5000)
      #expect(try SessionReader(copy).summary().state == .finished)
      #expect(try reader.points(of: "loss").count == 5000)
    }
  }

  @Test("Resuming a finished, compact session goes on in place")
  func afterClose() async throws {
    try await withTemporaryFolder { folder in
      let first = try newStore(folder)
      try first.append((1...10).map { record($0, ["loss": 1]) })
      try first.setPhase(.stopped, step: 10)
      try first.close()
      let files = try FileManager.default.contentsOfDirectory(atPath: first.folder.url.path)
      #expect(files.sorted() == ["recipe.toml", "session.sqlite"])

      let second = try SessionStore(opening: first.folder, resumingAt: 10)
      try second.append([record(11, ["loss": 2])])
      let reader = try SessionReader(first.folder)
      #expect(try reader.points(of: "loss").count == 11)
      #expect(try reader.detail().summary.step == 11)
    }
  }
}
