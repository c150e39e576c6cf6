import Testing
import ThawCanvas
import ThawProtocol
import ThawTestSupport

@testable import ThawDashboard

@Suite("Layer board")
struct BoardTests {
  private var tester = ReducerTester(Fixture.live(width: 160, height: 50))

  private var board: BoardState { tester.state.run?.board ?? BoardState() }
  private var names: [String] { board.visible.map { board.rows[$0].name } }

  private mutating func log(_ values: [String: Double], steps: ClosedRange<Int>) {
    let records = steps.map { step in
      MetricRecord(step: step, epoch: 1.4, time: Double(step) * 0.131, values: values)
    }
    tester.send(.eventArrived(sequence: UInt64(100 + steps.upperBound), .metrics(records)))
  }

  @Test("s orders by gradient, update, drift, cost and size, and the cursor stays on its row")
  mutating func order() {
    tester.press("k", "s")
    #expect(names.prefix(3) == ["head", "blocks.15", "blocks.14"])
    #expect(board.rows[board.cursor].name == "blocks.15")
    #expect(picture(of: tester.state).text.contains("layers by gradient"))
    tester.press("s", "s", "s")
    #expect(board.order == .cost)
    tester.press("s")
    let sizes = board.visible.map { board.rows[$0].parameters }
    #expect(sizes == sizes.sorted(by: >))
    tester.press("s")
    #expect(names.first == "stem" && names.last == "head")
    #expect(board.rows[board.cursor].name == "blocks.15")
  }

  @Test("Rows without a value come last, whichever way the others are ordered")
  mutating func reversed() {
    tester.press("s")
    let (trained, frozen) = (Array(names.prefix(3)), Array(names.dropFirst(3)))
    var state = tester.state
    state.orderBoard(by: .gradient, reversed: true)
    tester = ReducerTester(state)
    #expect(names == trained.reversed() + frozen)
    #expect(picture(of: tester.state).text.contains("gradient↑"))
    state.orderBoard(by: .network, reversed: true)
    tester = ReducerTester(state)
    #expect(names.first == "head" && names.last == "stem")
    #expect(picture(of: tester.state).text.contains("name↑"))
  }

  @Test("Moving and marking follow the order that is seen")
  mutating func marksInOrder() {
    tester.press("s", "g")
    #expect(board.rows[board.cursor].name == "head")
    tester.press("v", "j", "v")
    #expect(Set(board.marked.map { board.rows[$0].name }) == ["head", "blocks.15"])
  }

  @Test("An order by values is renewed every 5 s, not with every value")
  mutating func renewal() {
    tester.press("s")
    tester.send(.ticked(at: 120))
    log([MetricName.rowGradientNorm("blocks.14"): 1e6], steps: 1_241...1_241)
    tester.send(.ticked(at: 121))
    #expect(names.first == "head")
    tester.send(.ticked(at: 125))
    #expect(names.first == "blocks.14")
  }

  @Test("However wide the board is, what is said of a row stands beside its name")
  mutating func wide() throws {
    tester.press("w", "w")
    let row = try #require(picture(of: tester.state).rows.first { $0.contains("blocks.15") })
    let gap = try #require(row.firstRange(of: /blocks.15 +/))
    #expect(row[gap].count < 26)
    #expect(row.contains(/[▁▂▃▄▅▆▇█]{40}/))
  }

  @Test("V marks the rows that are named alike, and once more takes the marks away")
  mutating func groups() {
    tester.press("k", "V")
    #expect(board.marked == Set(1...16))
    tester.press("V")
    #expect(board.marked.isEmpty)
    tester.press("G", "V")
    #expect(board.marked == [17])
  }

  @Test("With a filter V keeps to what is shown")
  mutating func filteredGroup() {
    tester.press("k", "/")
    tester.type("blocks.1[0-5]")
    tester.press(.enter, "V")
    #expect(board.marked == Set(11...16))
  }

  @Test("Enter lists a row's tensors below it on Layers; the cursor goes from row to row")
  mutating func tensors() {
    tester.press("2", "g", .enter)
    let text = picture(of: tester.state).text
    #expect(text.contains("· stem.0.weight") && text.contains("32×3×3×3"))
    #expect(BoardLine.lines(of: board).count == 18 + 3)
    tester.press("j")
    #expect(board.rows[board.cursor].name == "blocks.0")
    tester.press("k", .enter)
    #expect(BoardLine.lines(of: board).count == 18)
  }

  @Test("A click on a tensor selects its row")
  mutating func clickOnTensor() throws {
    tester.press("2", "g", .enter, "j", "j")
    let rows = picture(of: tester.state).rows
    let y = try #require(rows.firstIndex { $0.contains("stem.1.weight") })
    tester.send(.clicked(x: 12, y: y))
    #expect(board.rows[board.cursor].name == "stem")
  }

  @Test(
    "A marks what Auto-RGN would hardly move, sends nothing, and is silent while too little is known"
  )
  mutating func hint() {
    tester.press("A")
    #expect(tester.toast?.hasPrefix("no layer's relative gradient") == true)
    log(
      [
        MetricName.rowRelativeGradient("head"): 1.0,
        MetricName.rowRelativeGradient("blocks.15"): 0.5,
        MetricName.rowRelativeGradient("blocks.14"): 0.05,
      ], steps: 1_241...1_260)
    tester.press("2")
    tester.send(.ticked(at: 120))
    #expect(picture(of: tester.state).text.contains("A marks 1 that hardly move"))
    tester.press("A")
    #expect(board.marked.map { board.rows[$0].name } == ["blocks.14"])
    #expect(tester.toast == "Auto-RGN would hardly move blocks.14; space freezes them")
    tester.press(
      " ", effects: [.send(Request(id: "test-1", command: .freeze(["blocks.14"])))])
  }

  @Test("Wide boards show the update ratio as a line too")
  mutating func sparkLines() {
    tester.press("2")
    let text = picture(of: tester.state).text
    #expect(text.contains("gradient") && text.contains(" update "))
  }
}

@Suite("Board of a language model")
struct LargeBoardTests {
  /// Thirty blocks of ten rows each, with embedding and head.
  static let rows: [LayerRow] = {
    func row(_ name: String, _ shape: [Int], _ state: RowState) -> LayerRow {
      LayerRow(
        name: name, parameters: shape.reduce(1, *), state: state,
        tensors: [
          TensorDescription(name: "\(name).weight", shape: shape, type: "F32"),
          TensorDescription(name: "\(name).bias", shape: [shape[0]], type: "F32"),
        ])
    }
    let parts = [
      "input_norm", "query", "key", "value", "output", "post_norm", "gate", "up", "down", "rotary",
    ]
    let blocks = (0..<30).flatMap { block in
      parts.map { row("layers.\(block).\($0)", [576, 576], block < 24 ? .frozen : .trainable) }
    }
    return [row("embedding", [49_152, 576], .frozen)] + blocks
      + [row("head", [49_152, 576], .trainable)]
  }()

  private func state(_ keys: [Key]) -> DashboardState {
    var state = Fixture.live(width: 160, height: 50)
    var snapshot = Fixture.snapshot(sequence: 200)
    snapshot.rows = Self.rows
    _ = reduce(&state, .connected(snapshot))
    _ = reduce(&state, .ticked(at: 120))
    for key in keys { _ = reduce(&state, .keyPressed(key)) }
    return state
  }

  @Test("A screenful around the cursor is shown, whatever the board's length")
  func window() {
    let text = picture(of: state(["2", "k"])).text
    #expect(text.contains("layers.29.rotary"))
    #expect(!text.contains("layers.20.query"))
    expectSnapshot(text + "\n", named: "language-model-160x50")
  }

  @Test("Only the lines in view are made, tensors included")
  func lines() {
    var state = state(["2", "g"])
    for _ in 0..<20 {
      _ = reduce(&state, .keyPressed(.enter))
      _ = reduce(&state, .keyPressed("j"))
    }
    guard let run = state.run else { return }
    #expect(BoardLine.lines(of: run.board).count == 302 + 40)
    let view = BoardView(state: state, run: run, isFocused: true)
    let area = LayersView.parts(of: Rect(state.size)).board
    let hits = (0..<50).compactMap { view.row(atX: 10, y: $0, in: area) }
    #expect(hits.count == area.height - 3)
    #expect(hits.contains(run.board.cursor))
  }

  @Test("A group of a kind is all blocks' rows of that kind, frozen in one command")
  func group() {
    var state = state(["2", "/"] + "29.query".map(Key.character) + [.enter])
    _ = reduce(&state, .keyPressed(.escape))
    #expect(state.run?.board.rows[state.run?.board.cursor ?? 0].name == "layers.29.query")
    _ = reduce(&state, .keyPressed("V"))
    #expect(state.run?.board.marked.count == 30)
    let effects = reduce(&state, .keyPressed(" "))
    guard case .send(let request)? = effects.first, case .freeze(let patterns) = request.command
    else {
      Issue.record("no command was sent")
      return
    }
    #expect(patterns.count == 6)
  }
}
