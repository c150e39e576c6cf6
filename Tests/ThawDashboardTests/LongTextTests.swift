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

  @Test("Checkpoints that follow each other are one line of the journal")
  func checkpoints() {
    var tester = ReducerTester(Fixture.live(width: 120, height: 40))
    for (place, step) in [1_240, 1_280, 1_320].enumerated() {
      let checkpoint = CheckpointInfo(step: step, folder: "step-\(step)", bytes: 13_000_000)
      tester.send(.eventArrived(sequence: 101 + UInt64(place), .checkpoint(checkpoint)))
    }
    // One more had been written since the last command.
    #expect(picture(of: tester.state).text.contains("1 320 ◆ checkpoint ×4 · newest 13 MB"))
    #expect(!picture(of: tester.state).text.contains("1 280 ◆"))
    #expect(picture(of: tester.state).text.contains("  400 ◆ checkpoint · 41 MB"))
  }

  @Test("The newest message is said whole, and lies over keys and borders alone")
  func toasts() {
    var tester = ReducerTester(Fixture.live(width: 80, height: 24))
    for word in ["first", "second"] {
      let tail = String(repeating: "and so on ", count: 12)
      tester.send(.warned(message: "\(word) \(tail)finally"))
    }
    let rows = picture(of: tester.state).rows
    #expect(rows[22].contains("second") && rows[23].contains("finally"))
    let before = picture(of: Fixture.live(width: 80, height: 24)).rows
    #expect(Array(rows[..<22]) == Array(before[..<22]))
  }

  @Test(
    "Messages leave the line free that is typed in, and a click on them does not reach what they hide"
  )
  func toastPlace() {
    var tester = ReducerTester(Fixture.live(width: 80, height: 24))
    tester.send(.warned(message: "one"))
    tester.press(":", "l", "r")
    let rows = picture(of: tester.state).rows
    #expect(rows[22].hasPrefix(" ▲ one ") && rows[23].hasPrefix(":lr"))
    tester.press(.escape)
    tester.send(.warned(message: "two"))
    let footer = picture(of: Fixture.live(width: 80, height: 24)).rows[23]
    #expect(footer.hasPrefix(" space freeze"))
    tester.send(.clicked(x: 3, y: 23), .doubleClicked(x: 3, y: 23))
    #expect(tester.state.pending.isEmpty)
  }

  @Test("Long names are shortened, and take no column away")
  func names() {
    var state = Fixture.live(width: 80, height: 24)
    for key: Key in ["2", "k", .enter] { _ = reduce(&state, .keyPressed(key)) }
    let text = picture(of: state).text
    #expect(text.contains("drift") && text.contains("cost"))
    #expect(text.contains("_conv.weight") && text.contains("· …"))

    var snapshot = Fixture.snapshot()
    for index in snapshot.rows.indices {
      snapshot.rows[index].name = "model.layers.\(index).self_attention.output_projection"
    }
    var long = Fixture.live(width: 80, height: 24)
    _ = reduce(&long, .connected(snapshot))
    _ = reduce(&long, .keyPressed("2"))
    let rows = picture(of: long).rows
    #expect(rows.contains { $0.contains("drift") && $0.contains("cost") })
    #expect(rows.contains { $0.contains("m.l.17.") })
  }

  @Test(
    "A text that is too wide keeps its ends, or its end",
    arguments: [
      ("kätzchen", 8, nil, "kätzchen"), ("kätzchen", 7, nil, "kät…hen"),
      ("kätzchen", 4, nil, "k…en"), ("kätzchen", 4, 0, "…hen"), ("漢字漢字", 5, nil, "漢…字"),
      ("ab", 1, nil, "…"), ("", 0, nil, ""),
    ] as [(String, Int, Int?, String)])
  func shortened(text: String, width: Int, head: Int?, wanted: String) {
    #expect(text.shortened(to: width, head: head, "…") == wanted)
  }

  @Test("Sessions whose names begin alike are told apart where they are compared and listed")
  func sessionNames() {
    let names = [3, 4].map { "clothes-efficientnet-discriminative-rates-seed-\($0)" }
    let histories = names.map { Fixture.history(name: $0, steps: 300) }
    for width in [80, 160] {
      var state = DashboardState.opening(
        .compare(names), size: Size(width: width, height: 40), client: "test"
      ).state
      _ = reduce(&state, .comparisonLoaded(histories))
      let text = picture(of: state).text
      for name in names { #expect(text.ranges(of: name.suffix(6)).count >= 2, "\(width)") }
    }
    var list = Fixture.sessionList(width: 80, height: 24)
    _ = reduce(&list, .sessionsLoaded(histories.map(\.detail.summary)))
    for name in names { #expect(picture(of: list).text.contains(name.suffix(6))) }
  }

  @Test("A journal that goes on below the pane says so")
  func journalGoesOn() {
    var tester = ReducerTester(Fixture.live(width: 120, height: 40))
    #expect(!picture(of: tester.state).text.contains(" more "))
    for place in 1...30 {
      let entry = JournalEntry(
        step: 1_240 + place, time: 163, command: "lr 0.0\(place)", outcome: .applied(step: 1_240))
      tester.send(.eventArrived(sequence: 100 + UInt64(place), .journal(entry)))
    }
    #expect(picture(of: tester.state).text.contains(" more "))
    tester.press(.backTab, "k")
    let scroll = tester.state.journalScroll
    tester.press("j", "j", "j")
    let before = picture(of: tester.state).rows
    let entry = JournalEntry(
      step: 1_300, time: 170, command: "lr 0.5", outcome: .applied(step: 1_300))
    tester.send(.eventArrived(sequence: 200, .journal(entry)))
    #expect(tester.state.journalScroll == scroll + 4)
    #expect(
      picture(of: tester.state).rows[30...38].map { $0.suffix(40) }
        == before[30...38].map { $0.suffix(40) })
    tester.press("G")
    #expect(!picture(of: tester.state).text.contains(" more "))
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
