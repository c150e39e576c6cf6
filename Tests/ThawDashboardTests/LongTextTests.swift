import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

/// What does not fit into a line is said all the same.
@Suite("Long texts")
struct LongTextTests {
  @Test("A journal's line that is wider than its pane goes on below, and all can be reached")
  func journal() throws {
    var tester = ReducerTester(Fixture.live(width: 120, height: 40))
    for place in 1...30 {
      let entry = JournalEntry(
        step: 1_240 + place, time: 163, command: "thaw blocks.\(place)",
        outcome: .applied(step: 1_240, note: "predicted +23 % step time, ramped over 50 steps"))
      tester.send(.eventArrived(sequence: 100 + UInt64(place), .journal(entry)))
    }
    #expect(picture(of: tester.state).text.contains("over 50 steps"))
    tester.press(.backTab, .character("G"))
    let text = picture(of: tester.state).text
    #expect(text.contains("400 ◆ checkpoint") && text.contains("300 ☀ thaw blocks.14-15"))
    tester.press("k")
    #expect(picture(of: tester.state).text != text)
  }

  @Test("A message is said whole, and does not lie over the layers")
  func toasts() throws {
    var tester = ReducerTester(Fixture.live(width: 80, height: 24))
    let board = try #require(LiveLayout(tester.state).board)
    for word in ["first", "second"] {
      let tail = String(repeating: "and so on ", count: 12)
      tester.send(.warned(message: "\(word) \(tail)finally"))
    }
    let rows = picture(of: tester.state).rows
    #expect(rows.joined().ranges(of: "finally").count == 2)
    let before = picture(of: Fixture.live(width: 80, height: 24)).rows
    #expect(Array(rows[board.y...]) == Array(before[board.y...]))
  }

  @Test("Help says whole what a key does and why it does not now", arguments: [80, 160])
  func reasons(width: Int) {
    var tester = ReducerTester(Fixture.live(width: width, height: 60))
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    let lines = HelpText.lines(for: tester.state)
    let text = lines.map(\.help.plainText).joined(separator: " ")
    for binding in KeyTable.live.bindings { #expect(text.contains(binding.help)) }
    #expect(text.contains("training and all (the run is finished)"))
    tester.press("?")
    #expect(!picture(of: tester.state).text.contains("…"))
  }
}
