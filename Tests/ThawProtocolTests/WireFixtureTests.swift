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

  @Test(
    "A regimen of no version is refused",
    arguments: ["{}", #"{"row_factor":[1]}"#, #"{"schedule":{}}"#])
  func noRegimen(text: String) {
    #expect(throws: DecodingError.self) {
      try read(#"{"type":"regimen","sequence":9,"regimen":\#(text)}"#)
    }
  }

  @Test("A regimen whose members have the names of older versions is read")
  func olderRegimen() throws {
    let schedule =
      #"{"baseRate":0.5,"scale":1,"shape":{"oneCycle":{"rise":0.25,"startShare":0.125,"finalShare":0}},"#
      + #""totalSteps":4690,"warmupSteps":20,"bend":{"step":40,"place":40.5,"end":100}}"#
    let text =
      #"{"type":"regimen","sequence":9,"regimen":{"rowFactors":[0.25,1],"weightDecay":0.125,"#
      + #""accumulation":{"batches":2,"batchesBefore":7,"batchesPerEpoch":160,"since":3},"clip":1,"#
      + #""earlyStop":{"patience":5,"generalizationLoss":2},"plan":["epoch 2: thaw *"],"flatSince":4,"#
      + #""frontFirst":{"start":1,"intervals":9,"looks":1,"norms":[null,2.5]},"schedule":\#(schedule),"#
      + #""watch":{"best":"Infinity","bestStep":1,"improvedAt":2,"rises":0,"withoutBest":3}}}"#
    let message = try read(text)

    guard case .event(_, .regimen(let regimen)) = message else {
      Issue.record("read as \(message)")
      return
    }
    #expect(regimen.rowFactors == [0.25, 1] && regimen.weightDecay == 0.125)
    #expect(regimen.accumulation.trained(after: 4) == 9)
    #expect(regimen.earlyStop == EarlyStop(patience: 5, generalizationLoss: 2))
    #expect(regimen.plan.map(\.text) == ["epoch 2: thaw *"])
    #expect(regimen.watch.withoutBest == 3 && regimen.watch.best == .infinity)
    #expect(
      regimen.schedule.shape == .oneCycle(rise: 0.25, startShare: 0.125, finalShare: 0))
    // Written anew its names are the present ones, and nothing is lost.
    let written = String(decoding: try JSONEncoder.thaw.encode(message), as: UTF8.self)
    #expect(!written.contains("rowFactors") && written.contains(#""norms":[null,2.5]"#))
    #expect(written.contains(#""bend":{"end":100,"place":40.5,"step":40}"#), "\(written)")
    #expect(try read(written) == message)
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
