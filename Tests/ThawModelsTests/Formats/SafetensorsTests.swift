import Foundation
import Testing
import ThawTestSupport

@testable import ThawModels

@Suite("safetensors")
struct SafetensorsTests {
  private func file(_ header: String, contents: Int = 0) -> Data {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
      + Data(header.utf8) + Data(count: contents)
  }

  private func problem(_ header: String, contents: Int = 0) -> String? {
    let error = #expect(throws: FormatProblem.self) {
      try WeightsFile.tensors(in: file(header, contents: contents))
    }
    return error.map { $0.what + ($0.place.map { " (\($0))" } ?? "") }
  }

  private func entry(_ name: String, _ shape: String, _ start: UInt, _ end: UInt) -> String {
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}"
  }

  @Test("What is written is read back, wider types first")
  func roundTrip() async throws {
    let tensors = try Fixture.expectedTensors()

    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "model.safetensors")
      try SafetensorsFile.write(tensors, metadata: ["format": "pt"], to: file)
      let read = try WeightsFile.read(file)

      #expect(read.map(\.type.bytes) == tensors.map(\.type.bytes).sorted(by: >))
      #expect(read.sorted { $0.name < $1.name } == tensors.sorted { $0.name < $1.name })
      #expect(read.filter { $0.type.bytes == 4 } == tensors.filter { $0.type.bytes == 4 })
    }
  }

  @Test("The same tensors give the same bytes, and nothing else is left in the folder")
  func determinism() async throws {
    let tensors = try Fixture.expectedTensors()
    let metadata = ["b": "2", "a": "1", "c/d": "λ \"x\" \\"]

    try await withTemporaryFolder { folder in
      let files = ["one", "two"].map { folder.appending(path: $0) }
      for file in files { try SafetensorsFile.write(tensors, metadata: metadata, to: file) }
      try SafetensorsFile.write(tensors, metadata: metadata, to: files[0])

      #expect(try Data(contentsOf: files[0]) == (try Data(contentsOf: files[1])))
      let left = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))
      #expect(left.sorted() == ["one", "two"])
    }
  }

  @Test("A write that fails leaves the old file and no other")
  func failedWrite() async throws {
    let tensor = StoredTensor(name: "a", shape: [1], type: .uint8, data: Data([1]))

    try await withTemporaryFolder { folder in
      let target = folder.appending(path: "model.safetensors")
      let inside = target.appending(path: "occupied")
      try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
      let error = #expect(throws: WeightsFileError.self) {
        try SafetensorsFile.write([tensor], to: target)
      }

      #expect(error?.kind == .inaccessible)
      let left = try FileManager.default.contentsOfDirectory(
        atPath: folder.path(percentEncoded: false))
      #expect(left == ["model.safetensors"])
    }
    #expect(throws: WeightsFileError.self) {
      try SafetensorsFile.write([tensor, tensor], to: URL(filePath: "/nowhere/at/all"))
    }
  }

  @Test("Headers that lie are caught by what they lie about")
  func lies() {
    let one = entry("a", "2", 0, 8)
    #expect(
      problem("{\(one)}", contents: 4) == "it should end at byte 70, the file has 66 (tensor “a”)")
    #expect(
      problem("{\(one),\(entry("b", "2", 4, 12))}", contents: 12)
        == "it overlaps the tensor before it (tensor “b”)")
    #expect(
      problem("{\(one),\(entry("b", "2", 12, 20))}", contents: 20)
        == "it leaves a gap after the tensor before it (tensor “b”)")
    #expect(problem("{\(one)}", contents: 12) == "4 bytes belong to no tensor (byte 74)")
    #expect(
      problem("{\(entry("a", "3", 0, 8))}", contents: 8)
        == "its shape [3] does not take 8 bytes (tensor “a”)")
    #expect(
      problem("{\(entry("a", "4611686018427387904,4", 0, 0))}")
        == "its shape [4611686018427387904, 4] does not take 0 bytes (tensor “a”)")
    #expect(problem("{\(one),\(one)}", contents: 8)?.contains("“a” occurs twice") == true)
    #expect(problem("{\(entry("a", "2", 8, 0))}")?.contains("lacks") == true)
    #expect(problem("{\(entry("a", "2", 0, .max))}")?.contains("too large") == true)
    #expect(
      problem("{\"a\":{\"dtype\":\"F7\",\"shape\":[],\"data_offsets\":[0,4]}}", contents: 4)
        == "the type F7 is not read (tensor “a”)")
    #expect(problem("{\(one)", contents: 8)?.contains("“}” is expected") == true)
    #expect(problem("{\"a\":[1]}")?.contains("“{” is expected") == true)
    #expect(problem("{\"a\\q\":{}}")?.contains("unknown escape") == true)
    #expect(problem("{} x")?.contains("something follows") == true)
  }

  @Test("A header of impossible size is not allocated")
  func headerSize() {
    let data = Data([0, 0, 0, 0, 0, 0, 0, 0x40, UInt8(ascii: "{")])

    let error = #expect(throws: FormatProblem.self) { try WeightsFile.tensors(in: data) }

    #expect(error?.what == "a header of 4611686018427387904 bytes exceeds 100000000")
  }

  @Test("Escapes, blanks and empty objects are JSON as usual")
  func leniency() throws {
    let spaced =
      " \n{ \"a\\u00e9\\\"\" : { \"shape\" : [ 2 , 1 ] , \"data_offsets\":[0 ,8]"
      + ", \"dtype\":\"F32\"} , \"__metadata__\":{} }  "
    // The first byte decides the format, so the blanks go inside.
    let tensors = try WeightsFile.tensors(in: file("{" + spaced.drop { $0 != "\"" }, contents: 8))

    #expect(tensors.map(\.name) == ["aé\""])
    #expect(try WeightsFile.tensors(in: file("{}")).isEmpty)
  }
}
