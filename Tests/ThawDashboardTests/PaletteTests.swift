import Testing
import ThawCanvas
import ThawProtocol

@testable import ThawDashboard

@Suite("Palette")
struct PaletteTests {
  private var tester = ReducerTester()

  private var palette: PaletteState? {
    if case .palette(let palette) = tester.state.overlay { palette } else { nil }
  }

  private mutating func enter(_ line: String, effects: [DashboardEffect] = []) {
    tester.press(":")
    tester.type(line)
    tester.press(.enter, effects: effects)
  }

  @Test("Engine commands are sent as typed, and their rows are pending")
  mutating func engineCommands() {
    enter(
      "freeze blocks.14-15 head",
      effects: [.send(Request(id: "test-1", command: .freeze(["blocks.14-15", "head"])))])
    #expect(tester.state.overlay == nil)
    #expect(tester.state.pendingGoal(of: "blocks.15") == .frozen)
    enter("lr 3e-4", effects: [.send(Request(id: "test-2", command: .learningRate(3e-4)))])
    enter("stop", effects: [.send(Request(id: "test-3", command: .stop))])
  }

  @Test("What is wrong with a line is said whole, below what it can go on with")
  mutating func wholeError() {
    tester = ReducerTester(Fixture.live(width: 80, height: 24))
    enter("chart nothing")
    let text = picture(of: tester.state).text
    #expect(text.contains("no metric “nothing”; there are") && text.contains("val/loss"))
  }

  @Test("What a command takes and does is said whole", arguments: [80, 160])
  func usage(width: Int) {
    for command in Command.syntax + PaletteCommand.syntax where !command.arguments.isEmpty {
      var tester = ReducerTester(Fixture.live(width: width, height: 24))
      tester.press(":")
      tester.type(command.name + " ")
      let words = picture(of: tester.state).text.split { $0.isWhitespace || $0 == "│" }
      #expect(words.joined(separator: " ").contains("\(command.arguments) \(command.help)"))
    }
  }

  @Test("A word that no command can begin with is said to be none, before it is entered")
  mutating func unknown() {
    tester.press(":")
    tester.type("gird")
    #expect(
      picture(of: tester.state).text.contains("no command is called “gird”; did you mean grid?"))
    tester.press(.backspace, .backspace)
    #expect(!picture(of: tester.state).text.contains("no command"))
  }

  @Test("Who types a rate is offered no layers that have its digits in their names")
  func rates() {
    let words = tester.state.completions(of: "lr 3").map(\.word)
    #expect(words.allSatisfy { $0.hasPrefix("3") })
    #expect(tester.state.completions(of: "lr b3").contains { $0.word == "blocks.3" })
    #expect(tester.state.completions(of: "freeze 3").contains { $0.word == "blocks.3" })
  }

  @Test("What can be done comes first, and that there is more is said")
  mutating func usableFirst() {
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    tester.press(":")
    let offered = tester.state.completions(of: "")
    #expect(offered.first?.refusal == nil && offered.last?.refusal == "the run is finished")
    #expect(picture(of: tester.state).text.contains(" \(offered.count - 10) more "))
  }

  @Test("A search of the help that finds nothing says so")
  mutating func emptySearch() {
    tester.press("?", "/")
    tester.type("zebra")
    #expect(picture(of: tester.state).text.contains("no key and no command has “zebra”"))
  }

  @Test("A colon at the start of the line does no harm")
  mutating func colon() {
    enter(":pause", effects: [.send(Request(id: "test-1", command: .pause))])
  }

  @Test(
    "A wrong line stays, with what is wrong",
    arguments: [
      ("frezze head", "no command is called “frezze”; did you mean freeze?"),
      ("freeze", "freeze takes row names"),
      ("freeze blocks.99", "no row matches “blocks.99”"), ("lr fast", "lr takes one positive"),
      ("smooth 2", "smooth takes WEIGHT"), ("axis y", "axis takes step|epoch|time"),
      ("quit now", "quit takes no argument"), ("open", "open takes SESSION"),
    ])
  mutating func errors(line: String, message: String) throws {
    enter(line)
    let palette = try #require(self.palette)
    #expect(palette.error?.hasPrefix(message) == true, "\(palette.error ?? "no error")")
    #expect(palette.field.text == line)
    tester.press(.backspace)
    #expect(self.palette?.error == nil)
  }

  @Test("What the dashboard does itself needs no engine")
  mutating func ownCommands() {
    enter("theme dawn", effects: [.setTheme("dawn")])
    enter("theme", effects: [.cycleTheme])
    enter("quit", effects: [.detach])
    enter("smooth 0.5")
    #expect(tester.state.plots.smoothing == 0.5)
    enter("axis time")
    #expect(tester.state.plots.axis == .time)
    enter("log")
    #expect(tester.state.plots.isLogarithmic)
    enter("compare a b", effects: [.loadComparison(["a", "b"])])
    #expect(tester.state.screen == .compare)
    enter("open c", effects: [.attach(session: "c"), .loadHistory(session: "c")])
    #expect(tester.state.run?.name == "c")
  }

  @Test("After the end the palette says why nothing can be sent")
  mutating func finished() {
    tester.send(.eventArrived(sequence: 101, .phase(.finished, step: 4_690, reason: nil)))
    enter("pause")
    #expect(palette?.error == "the run is finished")
  }

  @Test("Tab completes commands, then rows, and goes round")
  mutating func completion() {
    tester.press(":")
    tester.type("fr")
    tester.press(.tab)
    #expect(palette?.field.text == "freeze ")
    tester.type("blocks.1")
    tester.press(.tab)
    #expect(palette?.field.text == "freeze blocks.1")
    tester.press(.tab)
    #expect(palette?.field.text == "freeze blocks.10")
    tester.press(.backTab, .backTab)
    #expect(palette?.field.text == "freeze blocks.15")
  }

  @Test("Every command name is offered, rows already named are not")
  mutating func candidates() {
    let names = tester.state.completions(of: "").map(\.word)
    #expect(names.count == Command.syntax.count + PaletteCommand.syntax.count)
    let rows = tester.state.completions(of: "thaw head ").map(\.word)
    #expect(!rows.contains("head"))
    #expect(rows.contains("blocks.*"))
  }

  @Test("Up and down go through earlier lines and back to what was typed")
  mutating func history() {
    enter("smooth 0.5")
    enter("axis time")
    tester.press(":", "l", .up)
    #expect(palette?.field.text == "axis time")
    tester.press(.up, .up)
    #expect(palette?.field.text == "smooth 0.5")
    tester.press(.down, .down)
    #expect(palette?.field.text == "l")
  }

  @Test("Escape, or deleting at the start, closes it")
  mutating func closing() {
    tester.press(":", "a", .escape)
    #expect(tester.state.overlay == nil)
    tester.press(":", "a", .backspace, .backspace)
    #expect(tester.state.overlay == nil)
  }

  @Test("Keys of the screen are text while a line is typed")
  mutating func textKeys() {
    tester.press(":", "q", "p", " ", "?")
    #expect(palette?.field.text == "qp ?")
  }

  @Test("Editing keys work on the line")
  func editing() {
    var field = TextField("thaw blocks.1 head")
    let keys: [Key] = [.control("w"), .home, .delete, "T", .end]
    let taken = keys.map { field.edit($0) }
    #expect(!taken.contains(false))
    #expect(field.text == "Thaw blocks.1 ")
    let isCleared = field.edit(.control("u"))
    let isTaken = field.edit(.up)
    #expect(isCleared && field.text.isEmpty)
    #expect(!isTaken)
  }
}
