import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

/// One after the other: the machine is to be busy with the writer that is about to be killed.
@Suite("A writer killed at any moment", .serialized)
struct CrashTests {
  private static let killsEach = 10
  private static let writer = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../.build/debug/thaw-crash-writer").standardizedFileURL

  @Test(
    "Killed 200 times while it opens, appends, folds or checkpoints, it loses nothing it acknowledged",
    arguments: 1...(200 / killsEach))
  func killed(seed: Int) async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append([record(1, ["train/loss": 1, "third": 1.0 / 3])])
      try store.close()
      var random = SeededGenerator(seed: UInt64(seed))
      for round in 1...Self.killsEach {
        let acknowledged = try Self.kill(
          store.folder, afterLines: Int.random(in: 1...12, using: &random),
          then: .microseconds(Int.random(in: 0...9_000, using: &random)))
        let comment: Comment = "seed \(seed), kill \(round)"

        #expect(try SessionCheck(store.folder).findings == [], comment)
        let reader = try SessionReader(store.folder)
        let (step, entries) = (try reader.summary().step, try reader.journal())
        #expect(step >= acknowledged.step && entries.count >= acknowledged.entries, comment)
        #expect(entries.map(\.command) == (0..<entries.count).map { "entry \($0 + 1)" }, comment)
        for (metric, divisor) in [("train/loss", 1.0), ("third", 3.0)] {
          let points = try reader.points(of: metric)
          #expect(points.map(\.step) == Array(1...step), comment)
          #expect(points.allSatisfy { $0.value == Double($0.step) / divisor }, comment)
          #expect(try reader.summary().metrics[metric]?.count == step, comment)
        }
      }
    }
  }

  /// Has the writer go on with a session and kills it a while after its nth line.
  ///
  /// - Returns: What it said last that is stored; zeros where it said nothing.
  private static func kill(
    _ session: SessionFolder, afterLines count: Int, then delay: Duration
  ) throws -> (step: Int, entries: Int) {
    let process = Process()
    let output = Pipe()
    process.executableURL = writer
    process.arguments = [session.url.path]
    process.standardOutput = output
    try process.run()
    let handle = output.fileHandleForReading
    var said = Data()
    while said.count(where: { $0 == UInt8(ascii: "\n") }) < count {
      let more = handle.availableData
      try #require(!more.isEmpty, "the writer ended by itself")
      said += more
    }
    // Any moment will do: this only spreads the kills over all that the writer does.
    usleep(UInt32(delay / .microseconds(1)))
    Foundation.kill(process.processIdentifier, SIGKILL)
    said += handle.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == SIGKILL)
    let lines = String(decoding: said, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    // What follows the last line break was cut off.
    let numbers = lines.dropLast().last?.split(separator: " ").compactMap { Int($0) }
    return (numbers?.first ?? 0, numbers?.last ?? 0)
  }
}
