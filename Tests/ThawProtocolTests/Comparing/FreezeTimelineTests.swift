import Testing
import ThawProtocol

@Suite("Freeze timelines")
struct FreezeTimelineTests {
  @Test("Commands cut the run into stretches, from the recipe's rows to the board's")
  func stretches() {
    let run = comparedRun(
      journal: [(40, "thaw blocks.*"), (40, "lr 0.1"), (70, "freeze head")], trains: [1, 2])
    let timeline = FreezeTimeline(run.detail)

    #expect(timeline.stretches.map(\.steps) == [0..<40, 40..<70, 70..<100])
    #expect(timeline.stretches.map(\.trainable) == [[3], [1, 2, 3], [1, 2]])
    #expect(timeline.trainable(after: 39) == [3])
    #expect(timeline.trainable(after: 40) == [1, 2, 3])
    #expect(timeline.intervals(of: 0) == [])
    #expect(timeline.intervals(of: 1).map(\.text) == ["from 40"])
    #expect(timeline.intervals(of: 3).map(\.text) == ["until 70"])
  }

  @Test("Thawing what trains already changes nothing; two intervals are told apart")
  func repeated() {
    let run = comparedRun(
      method: "last:2",
      journal: [(10, "thaw head"), (20, "freeze blocks.1"), (60, "thaw blocks.1")],
      trains: [2, 3])
    let timeline = FreezeTimeline(run.detail)

    #expect(timeline.intervals(of: 3).map(\.text) == ["all along"])
    #expect(timeline.intervals(of: 2).map(\.text) == ["until 20", "from 60"])
  }

  @Test(
    "A method that cannot be read is told from the first thing done to a row",
    arguments: ["some:day", "[1, 2", "adapters"])
  func unknownMethod(method: String) {
    let run = comparedRun(method: method, journal: [(30, "freeze head")], trains: [0])

    #expect(FreezeTimeline(run.detail).stretches.map(\.trainable) == [[0, 3], [0]])
  }

  @Test("What the plan did counts, what was undone does not, and what was redone does")
  func undone() {
    let run = comparedRun(
      method: "head",
      journal: [
        (20, "plan: thaw blocks.1"), (40, "thaw blocks.0"), (40, "undo"), (50, "freeze head"),
        (50, "undo"), (70, "redo"),
      ], trains: [2])
    let timeline = FreezeTimeline(run.detail)

    #expect(timeline.intervals(of: 1).isEmpty)
    #expect(timeline.intervals(of: 2).map(\.text) == ["from 20"])
    #expect(timeline.intervals(of: 3).map(\.text) == ["until 50"])
  }

  @Test("To ask for the plan is no intervention, so that undo goes past it")
  func askedPlan() throws {
    #expect(try Command(parsing: "plan").isIntervention == false)
    #expect(try Command(parsing: "plan clear").isIntervention)
    let asked = comparedRun(
      method: "head", journal: [(10, "thaw stem"), (20, "plan"), (30, "undo")], trains: [3])

    let timelines = Comparison(of: [asked, asked]).timelines
    #expect(timelines.allSatisfy { $0.interventions.isEmpty })
  }

  @Test("What a resumption from an earlier checkpoint took back is not told")
  func resumed() {
    let run = comparedRun(
      journal: [(40, "thaw blocks.1"), (80, "thaw stem"), (60, "thaw blocks.0")],
      trains: [1, 2, 3])
    let timeline = FreezeTimeline(run.detail)

    #expect(timeline.stretches.map(\.steps) == [0..<40, 40..<60, 60..<100])
  }

  @Test("Refused commands, and sessions without layers, leave no stretch")
  func nothing() {
    var run = comparedRun()
    run.detail.journal = [
      JournalEntry(step: 5, time: 0, command: "freeze *", outcome: .refused(reason: "all"))
    ]
    #expect(FreezeTimeline(run.detail).stretches.count == 1)
    run.detail.rows = []
    #expect(FreezeTimeline(run.detail).stretches == [])
  }

  @Test("Work adds up over the stretches, a batch a step, and is unknown without costs")
  func work() throws {
    // For a sample: four rows' forward passes and the head's weights; from step 40 on also the head's
    // input and the weights of the block before it.
    let run = comparedRun(journal: [(40, "thaw blocks.1")], trains: [2, 3])
    let work = try #require(SpentWork(run.detail))

    #expect(work.operations(after: 0) == 0)
    #expect(work.operations(after: 40) == 40 * 2 * 5)
    #expect(work.operations(after: 41) == 40 * 2 * 5 + 2 * 7)
    #expect(SpentWork(comparedRun(costs: false).detail) == nil)
  }
}
