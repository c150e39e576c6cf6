import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Files that grow")
struct WatchingTests {
  @Test("A torn last record is waited for, and what grew is told from what did not")
  func growing() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "log.jsonl")
      try Data("{\"step\": 1, \"loss\": 3}\n{\"step\": 2, \"lo".utf8).write(to: file)
      let first = FileGrowth(of: file)
      #expect(first == FileGrowth(of: file))
      #expect(try losses(file) == [3])

      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("ss\": 2}\n".utf8))
      try handle.close()
      #expect(FileGrowth(of: file) != first)
      #expect(try losses(file) == [3, 2])
      #expect(FileGrowth(of: folder.appending(path: "none")).count == 0)
    }
  }

  @Test("A last line of CSV that may still grow is waited for, as its number may")
  func tornCSV() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "log.csv")
      try Data("step,loss\n1,2.5\n2,1.".utf8).write(to: file)
      let growing = try #require(try Importer.runs(at: file, isGrowing: true).first)
      #expect(growing.points.points.map(\.value) == [2.5])
      let whole = try #require(try Importer.runs(at: file).first)
      #expect(whole.points.points.map(\.value) == [2.5, 1])
    }
  }

  private func losses(_ file: URL) throws -> [Double] {
    let run = try #require(try Importer.runs(at: file).first)
    let history = run.history(state: .running)
    #expect(history.detail.origin?.hasPrefix("JSON lines") == true)
    return history.curves["loss"]?.map(\.mean) ?? []
  }

  @Test("A watched run's curves are those of the same run imported, extremes kept")
  func sameAsImported() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "log.csv")
      let lines = (1...5_000).map { "\($0),\($0 == 2_345 ? "99" : "\(1 / Double($0))")" }
      try ("step,loss\n" + lines.joined(separator: "\n") + "\n")
        .write(to: file, atomically: true, encoding: .utf8)
      let run = try #require(try Importer.runs(at: file).first)

      let watched = run.history(state: .running, buckets: 100)
      let stored = try SessionLibrary(folder: folder).add(run)

      let curve = try #require(watched.curves["loss"])
      #expect(curve.count == 100)
      #expect(curve.map(\.count).reduce(0, +) == 5_000)
      #expect(curve.map(\.maximum).max() == 99)
      let summary = try SessionReader(stored).summary()
      #expect(watched.detail.summary.metrics == summary.metrics)
      #expect(watched.detail.summary.step == summary.step)
    }
  }
}
