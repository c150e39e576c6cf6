import CZlib
import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Importing from files that lie")
struct HostileImportTests {
  @Test("A step that no run has is refused with its place", arguments: [Int.min, .max, 1 << 60])
  func steps(step: Int) async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "a.tfevents")
      let events = [event("loss", 1, step: 1, time: 10), event("loss", 2, step: step, time: 11)]
      try events.reduce(Data(), +).write(to: file)
      let error = try #require(throws: ImportError.self) { try Importer.runs(at: file) }
      #expect(
        error
          == .damaged(path: file.path, offset: events[0].count, detail: "no run has step \(step)"))
    }
  }

  @Test("In text a step that no run has is none: the line's number stands for it")
  func textSteps() async throws {
    let lines = ["1e300,1", "-9223372036854775808,2", "nan,3"]
    let reader = try await imported("step,loss\n\(lines.joined(separator: "\n"))\n", "a.csv")
    #expect(try reader.points(of: "loss").map(\.step) == [1, 2, 3])
    #expect(try reader.series("loss", buckets: 2).map(\.count).reduce(0, +) == 3)
  }

  @Test("Times that are none are those of the point before, and dates stay dates")
  func times() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "a.tfevents")
      let times = [1.7e9, .nan, 1e300, -.infinity, 1.7e9 + 60]
      let events = times.enumerated().map { event("loss", 1, step: $0, time: $1) }
      try events.reduce(Data(), +).write(to: file)
      let run = try #require(try Importer.runs(at: file).first)
      let reader = try SessionReader(SessionLibrary(folder: folder).add(run))
      #expect(try reader.points(of: "loss").map(\.time) == [0, 0, 0, 0, 60])
      #expect(try reader.summary().started == Date(timeIntervalSince1970: 1.7e9))
    }
  }

  @Test("An epoch that is infinite is not told, and the number is kept as a metric")
  func epochs() async throws {
    let reader = try await imported("step,epoch,loss\n1,0.5,3\n2,inf,2\n3,nan,1\n", "a.csv")
    #expect(try reader.points(of: "loss").map(\.epoch) == [0.5, 0.5, 0.5])
  }

  @Test("What a terminal would obey is left out of names and settings")
  func controls() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "a.tfevents")
      let tags = ["lo\u{1B}]0;owned\u{07}ss", "lo]0;ownedss", "\u{9B}2Jval"]
      let events = tags.enumerated().map { event($1, Float($0), step: $0, time: 1) }
      try events.reduce(Data(), +).write(to: file)
      let run = try #require(try Importer.runs(at: file).first)
      #expect(run.metrics == ["lo]0;ownedss", "2Jval"])
      let reader = try SessionReader(SessionLibrary(folder: folder).add(run))
      #expect(try reader.points(of: "lo]0;ownedss").map(\.value) == [0, 1])
    }
    let state = #"{"best_model": "a\u001b[2Jb", "log_history": [{"step": 1, "loss": 1}]}"#
    let reader = try await imported(state, "trainer_state.json")
    #expect(try reader.detail().recipe["best_model"] == "a[2Jb")
  }

  @Test("A piece of a W&B record without its beginning is refused")
  func orphan() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "a.wandb")
      var bytes = ByteWriter()
      bytes.append(Array(":W&B".utf8) + [0, 0, 0])
      let piece: [UInt8] = [4] + Array("end".utf8)
      bytes.word(UInt32(piece.withUnsafeBytes { crc32_z(0, $0.baseAddress, $0.count) }))
      bytes.append([3, 0] + piece)
      try bytes.data.write(to: file)
      #expect(
        throws: ImportError.damaged(
          path: file.path, offset: 7, detail: "a record has no beginning")
      ) { try Importer.runs(at: file) }
    }
  }

  private func imported(_ text: String, _ name: String) async throws -> SessionReader {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      let run = try #require(try Importer.runs(at: file).first)
      return try SessionReader(try SessionLibrary(folder: folder).add(run))
    }
  }

  /// A TFRecord of an `Event` with a `simple_value`.
  private func event(_ tag: String, _ number: Float, step: Int, time: Double) -> Data {
    var value = ByteWriter()
    value.varint(1 << 3 | 2)
    value.text(tag)
    value.varint(2 << 3 | 5)
    value.float(number)
    var event = ByteWriter()
    event.varint(1 << 3 | 1)
    event.double(time)
    event.varint(2 << 3)
    event.varint(UInt64(bitPattern: Int64(step)))
    event.varint(5 << 3 | 2)
    event.varint(UInt64(value.bytes.count + 2))
    event.varint(1 << 3 | 2)
    event.varint(UInt64(value.bytes.count))
    event.append(value.bytes)
    var record = ByteWriter()
    let length = withUnsafeBytes(of: UInt64(event.bytes.count).littleEndian) { Array($0) }
    for part in [length, event.bytes] {
      record.append(part)
      record.word(part.withUnsafeBytes { Checksum.castagnoli.masked($0) })
    }
    return record.data
  }
}
