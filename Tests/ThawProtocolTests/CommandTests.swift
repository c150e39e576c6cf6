import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@Suite("Command syntax")
struct CommandTests {
  @Test("Only of a command the journal says that it was applied; of a notice, what there is to add")
  func notices() {
    func text(_ command: String, _ outcome: CommandOutcome) -> String {
      JournalEntry(step: 3, time: 0, command: command, outcome: outcome).outcomeText
    }
    #expect(text("thaw head", .applied(step: 3)) == "applied at step 3")
    #expect(text("plan: thaw head", .applied(step: 3, note: "x")) == "applied at step 3, x")
    #expect(text("plan: thaw head", .refused(reason: "y")) == "refused: y")
    #expect(text("skipped a.jpg: the file is empty", .applied(step: 3)).isEmpty)
    #expect(text("early stop: x", .applied(step: 3, note: "y")) == "y")
  }

  @Test("A command that names no row of a run is found out before it is sent")
  func rows() throws {
    let rows = ["stem", "blocks.0", "head"]

    try Command.thaw(["blocks.*", "head"]).check(against: rows)
    try Command.pause.check(against: rows)
    let error = try #require(throws: CommandSyntaxError.self) {
      try Command.freeze(["head", "blocks.99"]).check(against: rows)
    }
    #expect(error.message.hasPrefix("no row matches “blocks.99”"))
  }

  @Test(
    "A line is read as its command, and the command's text is read back",
    arguments: [
      ("freeze stem", Command.freeze(["stem"])),
      (
        "freeze blocks.0-4 blocks.* stem..blocks.3",
        .freeze(["blocks.0-4", "blocks.*", "stem..blocks.3"])
      ),
      ("thaw head", .thaw(["head"])),
      ("lr 3e-4", .learningRate(3e-4)),
      ("lr x0.5", .scaleRate(0.5)),
      ("lr blocks.* head 1e-4", .rowRates(["blocks.*", "head"], .rate(1e-4))),
      ("lr head ×10", .rowRates(["head"], .factor(10))),
      ("spread 100", .spread(100)),
      ("wd 0", .weightDecay(0)),
      ("clip 1.5", .clip(1.5)),
      ("clip off", .clip(nil)),
      ("accumulate 4", .accumulate(4)),
      ("schedule cosine", .schedule(ScheduleChange(ShapeChoice(.cosine)))),
      ("schedule constant rate 0.5", .schedule(ScheduleChange(ShapeChoice(.constant), rate: 0.5))),
      ("schedule linear final 0.25 rate 0.5", .schedule(schedule(.linear, final: 0.25, rate: 0.5))),
      (
        "schedule restarts period 200 growth 2",
        .schedule(schedule(.restarts, period: 200, growth: 2))
      ),
      (
        "schedule one-cycle rise 0.125 start 0.5",
        .schedule(schedule(.oneCycle, rise: 0.125, start: 0.5))
      ),
      ("extend 200", .length(.by(200))),
      ("extend -50", .length(.by(-50))),
      ("steps 800", .length(.steps(800))),
      ("epochs 2.5", .length(.epochs(2.5))),
      ("pause", .pause),
      ("resume", .resume),
      ("step", .step(1)),
      ("step 25", .step(25)),
      ("evaluate", .evaluate),
      ("checkpoint", .checkpoint),
      ("undo", .undo),
      ("redo", .redo),
      ("stop", .stop),
      ("  freeze\t a  b ", .freeze(["a", "b"])),
    ])
  func reading(line: String, command: Command) throws {
    #expect(try Command(parsing: line) == command)
    #expect(try Command(parsing: command.text) == command)
  }

  @Test(
    "What is no command is refused with what would be right",
    arguments: [
      ("", "no command “”; there are freeze"),
      ("frezee stem", "no command “frezee”; there are freeze"),
      ("freeze", "freeze takes row names: freeze blocks.0-4 head"),
      ("thaw", "thaw takes row names"),
      ("lr", "lr takes one positive number"),
      ("lr 0", "lr takes one positive number"),
      ("lr -1", "lr takes one positive number"),
      ("lr nan", "lr takes one positive number"),
      ("lr inf", "lr takes one positive number"),
      ("lr head", "lr takes one positive number"),
      ("lr head x0", "lr takes one positive number"),
      ("lr 1e-4 head", "lr takes one positive number"),
      ("spread 0", "spread takes one positive number: spread 100"),
      ("wd -1", "wd takes one number: wd 0.01"),
      ("wd", "wd takes one number: wd 0.01"),
      ("clip on", "clip takes one positive number: clip 1.0, clip off"),
      ("accumulate 0", "accumulate takes a positive whole number: accumulate 4"),
      ("schedule", "schedule takes a shape: constant, cosine, linear, one-cycle, restarts"),
      ("schedule square", "schedule takes a shape"),
      ("schedule cosine 0.1", "schedule cosine takes final SHARE (0…1), rate RATE"),
      ("schedule cosine final 2", "schedule cosine takes final SHARE"),
      ("schedule cosine rate", "schedule cosine takes final SHARE"),
      ("schedule cosine final 0 final 1", "schedule cosine takes final SHARE"),
      ("schedule constant final 0", "schedule constant takes rate RATE"),
      ("schedule one-cycle rise 1", "schedule one-cycle takes rise SHARE (below 1), start"),
      ("schedule restarts period 0", "schedule restarts takes period STEPS, growth TIMES"),
      ("schedule linear rate 0", "schedule linear takes"),
      ("extend 0", "extend takes a whole number other than 0: extend 200, extend -100"),
      ("steps 1.5", "steps takes a positive whole number: steps 800"),
      ("epochs 0", "epochs takes one positive number: epochs 5"),
      ("step 0", "step takes a positive whole number"),
      ("step 1.5", "step takes a positive whole number"),
      ("step 1 2", "step takes a positive whole number"),
      ("stop now", "stop takes no argument"),
      ("pause 5", "pause takes no argument"),
    ])
  func refusals(line: String, message: String) {
    let error = #expect(throws: CommandSyntaxError.self) { try Command(parsing: line) }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @Test("Every command that help lists can be read")
  func help() {
    for entry in Command.syntax {
      let argument =
        [
          "freeze": " a", "thaw": " a", "lr": " 1", "spread": " 2", "wd": " 0", "clip": " off",
          "early-stop": " off", "accumulate": " 2", "extend": " 1", "steps": " 1", "epochs": " 1",
          "schedule": " cosine",
        ][entry.name] ?? ""
      #expect(throws: Never.self) { try Command(parsing: entry.name + argument) }
    }
  }

  @Test("A learning rate survives its text, to the last bit")
  func rates() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      let rate =
        Double.random(in: 0.1...1, using: &random)
        * pow(10, Double(Int.random(in: -12...2, using: &random)))
      #expect(try Command(parsing: Command.learningRate(rate).text) == .learningRate(rate))
    }
  }

  @Test("Outcomes print as scripts read them")
  func outcomes() {
    #expect(CommandOutcome.applied(step: 9).text == "applied at step 9")
    #expect(CommandOutcome.applied(step: 9, note: "slowly").text == "applied at step 9, slowly")
    #expect(CommandOutcome.refused(reason: "no").text == "refused: no")
  }
}

@Suite("Row patterns")
struct RowPatternTests {
  private static let rows =
    ["stem"] + (0...11).map { "blocks.\($0)" } + ["layer-3", "head"]

  @Test(
    "Patterns name rows",
    arguments: [
      (["head"], ["head"]),
      (["blocks.0-2"], ["blocks.0", "blocks.1", "blocks.2"]),
      (["blocks.9-11"], ["blocks.9", "blocks.10", "blocks.11"]),
      (["blocks.11-20"], ["blocks.11"]),
      (["blocks.1?"], ["blocks.10", "blocks.11"]),
      (["*e*d*"], ["head"]),
      (["layer-3"], ["layer-3"]),
      (["stem..blocks.1"], ["stem", "blocks.0", "blocks.1"]),
      (["head", "stem", "head"], ["stem", "head"]),
      (["blocks.1*", "blocks.10-10"], ["blocks.1", "blocks.10", "blocks.11"]),
    ])
  func matches(patterns: [String], names: [String]) throws {
    let found = try RowPattern.indices(of: patterns, in: Self.rows)
    #expect(found.map { Self.rows[$0] } == names)
  }

  @Test("A star names all rows")
  func all() throws {
    #expect(try RowPattern.indices(of: ["*"], in: Self.rows) == Array(Self.rows.indices))
    #expect(try RowPattern.indices(of: ["stem..head"], in: Self.rows) == Array(Self.rows.indices))
  }

  @Test(
    "A pattern that names no row is an error that names it",
    arguments: [
      "heads", "blocks", "blocks.12", "blocks.12-14", "blocks.2-0", "head..stem", "stem..", "..",
      "-", "blocks.-3", "blocks.0-99999999999999999999", "?", "",
    ])
  func none(pattern: String) {
    let error = #expect(throws: CommandSyntaxError.self) {
      try RowPattern.indices(of: ["head", pattern], in: Self.rows)
    }
    #expect(error?.message.hasPrefix("no row matches “\(pattern)”; the rows are stem, ") == true)
  }
}

/// A change of schedule; what is nil is as usual.
private func schedule(
  _ name: LearningRateSchedule.Shape.Name, final: Double? = nil, rise: Double? = nil,
  start: Double? = nil, period: Int? = nil, growth: Int? = nil, rate: Double? = nil
) -> ScheduleChange {
  var choice = ShapeChoice(name)
  choice.finalShare = final ?? choice.finalShare
  choice.rise = rise ?? choice.rise
  choice.startShare = start ?? choice.startShare
  choice.period = period
  choice.growth = growth ?? choice.growth
  return ScheduleChange(choice, rate: rate)
}
