import Testing
import ThawProtocol

@Suite("Early stopping") struct EarlyStopTests {
  /// The number of the evaluation at which a run ends, or nil.
  private func end(_ rules: String, _ losses: [Double]) throws -> Int? {
    guard case .earlyStop(let rules?) = try Command(parsing: "early-stop \(rules)") else {
      return nil
    }
    var watch = ValidationWatch()
    for (number, loss) in losses.enumerated() {
      watch.note(loss, at: number * 10)
      if rules.verdict(on: watch) != nil { return number }
    }
    return nil
  }

  @Test(
    "Each rule ends a run where its formula says",
    arguments: [
      ("patience 2", [5, 4, 4.5, 4.2, 4.1], 3),
      ("patience 3", [5, 4, 4.5, 3.9, 4.1, 4], nil),
      // 5 % above the best is 4.2.
      ("gl 5", [5, 4, 4.19, 4.21], 3),
      ("gl 5", [5, 4, 4.1, 3, 3.1], nil),
      ("up 2", [5, 4, 4.1, 4.05, 4.1, 4.2], 5),
      ("up 2", [5, 5.1, 5, 5.1, 5, 5.1], nil),
      ("patience 9 gl 50 up 1", [5, 5.1], 1),
      ("up 2", [5, .nan, .nan], 2),
      ("gl 1", [5, .nan], 1),
    ] as [(String, [Double], Int?)])
  func ends(rules: String, losses: [Double], wanted: Int?) throws {
    #expect(try end(rules, losses) == wanted)
  }

  @Test("The reason names the rule, the best loss and its step")
  func reason() {
    var watch = ValidationWatch()
    for (step, loss) in [(0, 2.0), (10, 1.5), (20, 1.8)] { watch.note(loss, at: step) }

    #expect(
      EarlyStop(generalizationLoss: 5).verdict(on: watch)
        == "validation loss is 20 % above its best, GL allows 5; the best was 1.5 at step 10")
  }
}
