import Foundation
import Testing
import ThawProtocol

@Suite("Wire fixtures")
struct WireFixtureTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  @Test(
    "A message of each kind is read from its file and written as the same bytes",
    arguments: SampleMessages.all)
  func bytes(name: String, message: Message) throws {
    let file = Self.folder.appending(path: name + ".json")
    let written = String(decoding: try JSONEncoder.thaw.encode(message), as: UTF8.self)
    guard let fixture = try? String(contentsOf: file, encoding: .utf8) else {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data((written + "\n").utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent); look at it and run again")
      return
    }
    #expect(written + "\n" == fixture)
    #expect(try JSONDecoder.thaw.decode(Message.self, from: Data(fixture.utf8)) == message)
  }

  @Test("There is a fixture for each sample and no other")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.sorted() == SampleMessages.all.map { $0.name + ".json" }.sorted())
  }

  @Test("NaN and infinities travel as strings, and come back")
  func nonFinite() throws {
    let record = MetricRecord(
      step: 1, epoch: .nan, time: 0, values: ["a": .nan, "b": .infinity, "c": -.infinity, "d": 0.1])
    let data = try JSONEncoder.thaw.encode(record)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"epoch":"NaN","step":1,"time":0,"#
        + #""values":{"a":"NaN","b":"Infinity","c":"-Infinity","d":0.1}}"#)

    let back = try JSONDecoder.thaw.decode(MetricRecord.self, from: data)
    #expect(back.epoch.isNaN)
    #expect(back.values["a"]?.isNaN == true)
    #expect(back.values["b"] == .infinity)
    #expect(back.values["c"] == -.infinity)
    #expect(back.values["d"] == 0.1)
  }

  @Test("Unknown types are passed over and unknown fields ignored")
  func laterVersions() throws {
    #expect(try read(#"{"type":"tomorrow","reason":5}"#) == .unknown(type: "tomorrow"))
    #expect(
      try read(#"{"type":"bye","reason":"so","until":"then"}"#) == .bye(reason: "so"))
    #expect(
      try read(#"{"type":"request","id":"1","command":"  lr   3e-4 ","why":"so"}"#)
        == .request(Request(id: "1", command: .learningRate(3e-4))))
  }

  @Test(
    "What has no type, or a known type without its fields, is no message",
    arguments: [
      "{}", "[]", "5", "null", #"{"type":5}"#, #"{"type":"hello"}"#, #"{"type":"request"}"#,
      #"{"type":"phase","sequence":1,"phase":"sleeping","step":1}"#,
      #"{"type":"progress","sequence":-1}"#, #"{"type":"reply","id":"1"}"#,
      #"{"type":"metrics","records":[]}"#,
    ])
  func malformed(text: String) {
    #expect(throws: DecodingError.self) { try read(text) }
  }

  private func read(_ text: String) throws -> Message {
    try JSONDecoder.thaw.decode(Message.self, from: Data(text.utf8))
  }
}
