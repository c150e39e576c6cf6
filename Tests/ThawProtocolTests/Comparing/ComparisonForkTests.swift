import Foundation
import Testing

@testable import ThawProtocol

@Suite("Forks, alignment and groups of compared sessions")
struct ComparisonForkTests {
  private let trunk = comparedRun("trunk")
  private let forked = comparedRun("fork", journal: [(40, "forked from trunk at step 40")])

  @Test("A fork shares its trunk's steps up to where its journal says that it left")
  func fork() {
    let forks = Comparison(of: [forked, trunk]).forks
    #expect(forks == [Comparison.Fork(session: 0, trunk: 1, step: 40)])
  }

  @Test("Two forks of a session that is not compared share the steps up to the earlier one")
  func siblings() {
    let other = comparedRun("other", journal: [(60, "forked from trunk at step 60")])
    #expect(
      Comparison(of: [forked, other]).forks == [.init(session: 1, trunk: 0, step: 40)])
  }

  @Test("A fork of a fork shares the first trunk's steps up to where its own trunk left it")
  func chain() {
    let second = comparedRun(
      "second",
      journal: [(40, "forked from trunk at step 40"), (70, "forked from fork at step 70")])
    #expect(
      Comparison(of: [trunk, second, forked]).forks == [
        .init(session: 1, trunk: 2, step: 70), .init(session: 2, trunk: 0, step: 40),
      ])
    #expect(Comparison(of: [trunk, second]).forks == [.init(session: 1, trunk: 0, step: 40)])
  }

  @Test(
    "A fork knows its trunk after that was renamed, and no other session that got the name since")
  func renamed() {
    var base = comparedRun("base")
    base.detail.summary.labels.rename(from: "trunk", to: "base")
    #expect(Comparison(of: [base, forked]).forks == [.init(session: 1, trunk: 0, step: 40)])
    let namesake = history(of: trunk, startedAt: 100)
    let later = history(
      of: comparedRun("later", journal: [(30, "forked from trunk at step 30")]), startedAt: 200)
    #expect(
      Comparison(of: [namesake, base, forked]).forks == [.init(session: 2, trunk: 1, step: 40)])
    #expect(
      Comparison(of: [base, namesake, later]).forks == [.init(session: 2, trunk: 1, step: 30)])
  }

  @Test(
    "Two forks of a session that was renamed between them are joined, though it is not compared")
  func renamedBetween() {
    let later = comparedRun(
      "later", journal: [(60, "forked from base (once first, trunk) at step 60")])
    #expect(Comparison(of: [forked, later]).forks == [.init(session: 1, trunk: 0, step: 40)])
    // Another has the name now: it is not what the later one was forked from.
    let namesake = history(of: comparedRun("trunk"), startedAt: 100)
    #expect(
      Comparison(of: [later, namesake]).forks == [])
  }

  private func history(of run: SessionHistory, startedAt time: Double) -> SessionHistory {
    var run = run
    run.detail.summary = SessionSummary(
      name: run.detail.summary.name, state: .finished, step: run.detail.summary.step,
      started: Date(timeIntervalSince1970: time), metrics: run.detail.summary.metrics)
    return run
  }

  @Test("A trunk that was taken back and went another way shares only the steps whose losses agree")
  func changedTrunk() {
    func logged(_ run: SessionHistory, _ losses: [Double]) -> SessionHistory {
      var run = run
      run.curves[MetricName.trainLoss] = losses.enumerated().map { index, value in
        MetricBucket(step: (index + 1) * 10, epoch: 0, time: 0, value: value)
      }
      return run
    }
    let forks = Comparison(of: [
      logged(trunk, [2, 1.5, 0.9, 0.8]), logged(forked, [2, 1.5004, 1, 0.8]),
    ]).forks
    #expect(forks == [.init(session: 1, trunk: 0, step: 29)])
  }

  @Test("A journal's entry of a fork reads as it was written, whatever the trunk is called")
  func origin() {
    let origin = ForkOrigin(trunk: "a at step 3", step: 160)
    #expect(ForkOrigin(origin.text) == origin)
    let renamed = ForkOrigin(trunk: "c", formerNames: ["a", "b"], step: 160)
    #expect(renamed.text == "forked from c (once a, b) at step 160")
    #expect(ForkOrigin(renamed.text) == renamed)
    #expect(ForkOrigin("thaw head") == nil)
  }

  @Test("A moment is the step of what is in force; sessions that lack it have none")
  func moments() throws {
    let steered = comparedRun(
      "steered",
      journal: [
        (10, "thaw blocks.1"), (15, "undo"), (20, "lr 0.5"), (30, "thaw blocks.*"),
        (50, "plan: freeze stem"),
      ])
    func steps(_ mark: AlignmentMark) -> [Int?]? {
      Comparison(of: [steered, trunk, forked], alignment: mark).alignment?.steps
    }
    #expect(steps(.thaw) == [30, nil, nil])
    #expect(steps(.freeze) == [50, nil, nil])
    #expect(steps(.intervention(1)) == [20, nil, nil])
    #expect(steps(.intervention(3)) == [50, nil, nil])
    #expect(steps(.intervention(4)) == [nil, nil, nil])
    #expect(steps(.fork) == [nil, 40, 40])
    for text in ["thaw", "freeze", "fork", "intervention:2", "checkpoint:11"] {
      #expect(AlignmentMark(text)?.description == text)
    }
    #expect(AlignmentMark("intervention") == .intervention(1))
    for text in ["", "thaw:2", "intervention:0", "intervention:x", "start"] {
      #expect(AlignmentMark(text) == nil, "\(text)")
    }
    #expect(AlignmentMark.checkpoint(12).title == "12th checkpoint")
  }

  @Test("Groups are sessions equal but for a key, or those with the same value of one")
  func groups() throws {
    let histories = [
      comparedRun("a", seed: 1, accuracy: [0.6, 0.8]),
      comparedRun("b", seed: 2, accuracy: [0.84, 0.7]),
      comparedRun("c", method: "all", seed: 3, accuracy: [0.5]),
    ]
    let seeds = Comparison(of: histories, grouping: .seeds).groups
    #expect(seeds.map(\.sessions) == [[0, 1], [2]])
    #expect(seeds.map(\.name) == ["a", "c"])
    let spread = try #require(seeds[0].metrics.first)
    #expect(abs(spread.mean - 0.82) < 1e-12)
    #expect(spread.minimum == 0.8 && spread.maximum == 0.84)
    // numpy.std([0.8, 0.84], ddof=1)
    #expect(abs((spread.deviation ?? 0) - 0.0282842712) < 1e-9)
    #expect(seeds[1].metrics.first?.deviation == nil)
    let methods = Comparison(of: histories, grouping: .by("method.train")).groups
    #expect(methods.map(\.name) == ["head", "c"])
    let but = Comparison(of: histories, grouping: .equal(but: "method.train")).groups
    #expect(but.map(\.sessions) == [[0], [1], [2]])
    let partial = Comparison(of: histories + [comparedRun("d", seed: 4)], grouping: .seeds).groups
    #expect(partial[0].sessions == [0, 1, 3])
    #expect(partial[0].metrics.first?.count == 2)
    #expect(partial[0].metrics.first?.mean == spread.mean)
    for text in ["seed", "but:optimizer.name", "method.train"] {
      #expect(Grouping(text)?.description == text)
    }
    #expect(Grouping("but:") == nil)
  }

  @Test("What was done by hand makes another group; what the plan did, and an early end, do not")
  func steeredGroups() {
    let alike = [
      comparedRun("a", seed: 1), comparedRun("b", steps: 70, seed: 2),
      comparedRun("c", seed: 3, journal: [(40, "plan: thaw blocks.1")]),
      comparedRun("d", seed: 4, journal: [(50, "plan: thaw blocks.1"), (60, "pause")]),
      comparedRun("e", seed: 5, journal: [(40, "lr 0.1"), (60, "undo")]),
    ]
    #expect(Comparison(of: alike, grouping: .seeds).groups.map(\.sessions) == [[0, 1, 2, 3, 4]])
    let steered = [
      comparedRun("a", seed: 1), comparedRun("b", seed: 2, journal: [(40, "lr 0.1")]),
      comparedRun("c", seed: 3, journal: [(41, "lr 0.1")]),
    ]
    #expect(Comparison(of: steered, grouping: .seeds).groups.map(\.sessions) == [[0], [1], [2]])
    var running = comparedRun("b", steps: 7, seed: 2)
    running.detail.summary.state = .running
    let unequal = Comparison(of: [comparedRun("a", seed: 1), running], grouping: .seeds)
    #expect(unequal.groups.map(\.sessions) == [[0], [1]])
  }

  @Test("Moments and groupings are kept as they are written")
  func written() throws {
    let marks: [AlignmentMark] = [.thaw, .freeze, .fork, .intervention(2), .checkpoint(1)]
    let groupings: [Grouping] = [.seeds, .equal(but: "optimizer.name"), .by("method.train")]
    let (one, other) = (
      try JSONEncoder().encode(marks), try JSONEncoder().encode(groupings)
    )
    #expect(
      String(decoding: one, as: UTF8.self)
        == #"["thaw","freeze","fork","intervention:2","checkpoint:1"]"#)
    #expect(try JSONDecoder().decode([AlignmentMark].self, from: one) == marks)
    #expect(try JSONDecoder().decode([Grouping].self, from: other) == groupings)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([AlignmentMark].self, from: Data(#"["thaws"]"#.utf8))
    }
  }

  @Test("Groups go by letters, sessions by numbers")
  func letters() {
    let places = [0, 25, 26, 701, 702]
    #expect(places.map(Comparison.letters(ofGroup:)) == ["A", "Z", "AA", "ZZ", "AAA"])
    let histories = ["head", "all", "head"].map { comparedRun($0, method: $0) }
    let comparison = Comparison(of: histories, grouping: .by("method.train"))
    #expect((0..<3).map(comparison.letters(of:)) == ["A", "B", "A"])
    #expect(Comparison(of: histories).letters(of: 0) == nil)
  }

  @Test("JSON says forks, alignment, groups and who trained when")
  func json() throws {
    let comparison = Comparison(of: [trunk, forked], alignment: .fork, grouping: .seeds)
    let data = try JSONEncoder.thaw.encode(comparison)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let forks = object?["forks"] as? [[String: Int]]
    #expect(forks == [["session": 1, "trunk": 0, "step": 40]])
    let alignment = object?["alignment"] as? [String: Any]
    #expect(alignment?["mark"] as? String == "fork")
    #expect(alignment?["steps"] as? [Int] == [40, 40])
    let timelines = object?["timelines"] as? [[String: Any]]
    let stretches = timelines?[0]["stretches"] as? [[String: Any]]
    #expect(stretches?[0]["rows"] as? [String] == ["head"])
    #expect((object?["groups"] as? [Any])?.count == 1)
  }
}
