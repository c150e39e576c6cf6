import Foundation
import Testing

@testable import ThawProtocol

@Suite("Metrics on the wire")
struct MetricTableTests {
  private func sent(_ records: [MetricRecord]) throws -> [MetricRecord] {
    let json = try JSONEncoder.thaw.encode(Message.event(sequence: 1, .metrics(records)))
    guard case .event(1, .metrics(let read)) = try JSONDecoder.thaw.decode(Message.self, from: json)
    else { return [] }
    return read
  }

  @Test("Records arrive bit by bit as they were, in order, with only the metrics that each has")
  func exact() throws {
    let records = (1...40).map { step in
      var values = ["train/loss": 1 / Double(step), "lr": 0.1 + 0.2]
      if step.isMultiple(of: 10) { values["rows/stem/grad_norm"] = -.leastNonzeroMagnitude }
      return MetricRecord(step: step, epoch: Double(step) / 3, time: 1e9 / 7, values: values)
    }
    #expect(try sent(records) == records)
    #expect(try sent([]) == [])
    let bare = [MetricRecord(step: 1, epoch: 0, time: 0, values: [:])]
    #expect(try sent(bare) == bare)
  }

  @Test("NaN and infinities arrive, and a metric that was not measured stays one")
  func notFinite() throws {
    let values: [String: Double] = ["a": .nan, "b": .infinity, "c": -.infinity]
    let read = try sent([MetricRecord(step: 1, epoch: .nan, time: 0, values: values)])
    #expect(read[0].epoch.isNaN)
    #expect(read[0].values["a"]?.isNaN == true)
    #expect(read[0].values["b"] == .infinity && read[0].values["c"] == -.infinity)
    #expect(read[0].values["d"] == nil)
  }

  @Test(
    "Parts that do not fit together are no metrics",
    arguments: [
      #""columns":[[0]],"names":["a"],"numbers":"AAAAAAAAAAAAAAAAAAAAAA==","shapes":[0],"steps":[1]"#,
      #""columns":[[1]],"names":["a"],"numbers":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","shapes":[0],"steps":[1]"#,
      #""columns":[[0]],"names":["a"],"numbers":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","shapes":[1],"steps":[1]"#,
      #""columns":[[0]],"names":["a"],"numbers":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","shapes":[0],"steps":[]"#,
      #""columns":[[0,0]],"names":["a"],"numbers":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","shapes":[0],"steps":[1]"#,
    ])
  func broken(fields: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder.thaw.decode(
        Message.self, from: Data(#"{"type":"metrics","sequence":1,\#(fields)}"#.utf8))
    }
  }

  @Test("Names are said once, however many steps have them")
  func compact() throws {
    let name = "rows/blocks.15/update_ratio"
    let records = (1...100).map {
      MetricRecord(step: $0, epoch: 0, time: 0, values: [name: Double($0)])
    }
    let json = String(
      decoding: try JSONEncoder.thaw.encode(Message.event(sequence: 1, .metrics(records))),
      as: UTF8.self)
    #expect(json.components(separatedBy: name).count == 2)
    #expect(json.utf8.count < 100 * 40)
  }
}
