import Testing

@testable import ThawProtocol

@Suite("Compared histories")
struct ComparisonDifferencesTests {
  @Test("Rows that trained at other steps are told, neighbours together, as commands name them")
  func freezing() {
    let comparison = Comparison(of: [
      comparedRun("a").detail,
      comparedRun("b", journal: [(40, "thaw blocks.*")], trains: [1, 2, 3]).detail,
      comparedRun("c", method: "all", steps: 50, trains: [0, 1, 2, 3]).detail,
    ])

    #expect(comparison.freezing.map(\.rows) == ["stem", "blocks.0-1"])
    let all = [StepInterval(from: 0, to: nil)]
    #expect(comparison.freezing[0].trained == [[], [], all])
    #expect(comparison.freezing[1].trained == [[], [StepInterval(from: 40, to: nil)], all])
  }

  @Test("Sessions that trained the same rows at the same steps differ in none")
  func sameFreezing() {
    let comparison = Comparison(of: [comparedRun("a").detail, comparedRun("b", steps: 7).detail])
    #expect(comparison.freezing == [])
  }

  @Test("The target is what the baseline and another reached, and times are measured against it")
  func targets() throws {
    let histories = [
      comparedRun("a", accuracy: [0.5, 0.6, 0.7, 0.896]),
      comparedRun("b", accuracy: [0.6, 0.89, 0.91]),
      comparedRun("c", accuracy: [0.1, 0.2]),
    ]
    let line = try #require(Comparison(of: histories).targets.first)

    #expect(line.metric == MetricName.validationAccuracy)
    #expect(line.target == 0.89)
    #expect(line.reaches.map { $0?.step } == [40, 20, nil])
    #expect(line.reaches.map { $0?.sooner } == [1, 2, nil])
    #expect(line.reaches[1]?.samples == 40)
    #expect(line.reaches[1]?.operations == 200.0)
    let pinned = Comparison(of: histories, baseline: 1).targets.first
    #expect(pinned?.reaches.map { $0?.sooner } == [0.5, 1, nil])
    let asked = Comparison(of: histories, targets: [MetricName.validationAccuracy: 0.6])
    #expect(asked.targets.first?.reaches.map { $0?.step } == [20, 10, nil])
  }

  @Test("A value is never said to be reached sooner than it was, where a curve is folded")
  func foldedReach() throws {
    var run = comparedRun("a", accuracy: [0.5, 0.9])
    run.curves[MetricName.validationAccuracy] = [
      MetricBucket(
        step: 10, epoch: 1, time: 5, lastStep: 40, minimum: 0.1, maximum: 0.5, mean: 0.3,
        count: 4, nonFinite: 0),
      MetricBucket(
        step: 50, epoch: 5, time: 25, lastStep: 80, minimum: 0.6, maximum: 0.9, mean: 0.7,
        count: 4, nonFinite: 0),
      MetricBucket(step: 90, epoch: 9, time: 45, value: 0.8),
    ]
    let asked = Comparison(of: [run, run], targets: [MetricName.validationAccuracy: 0.9])
    let reach = try #require(asked.targets.first?.reaches[0])
    #expect((reach.step, reach.epoch, reach.time) == (80, 9, 45))
  }

  @Test("Nothing is sooner or later than what was logged without times")
  func timeless() throws {
    var baseline = comparedRun("a", accuracy: [0.5, 0.9])
    for place in 0..<2 { baseline.curves[MetricName.validationAccuracy]?[place].time = 0 }
    let compared = Comparison(of: [baseline, comparedRun("b", accuracy: [0.5, 0.9])])
    #expect(compared.targets.first?.reaches.map { $0?.sooner } == [nil, nil])
  }

  @Test("Differences are counted from the pinned baseline")
  func baseline() {
    let runs = [comparedRun("a", accuracy: [0.25]), comparedRun("b", accuracy: [0.75])]
    let comparison = Comparison(of: runs, baseline: 1)
    #expect(comparison.metrics[0].cells.map(\.bestDifference) == [-0.5, 0])
    #expect(comparison.baseline == 1)
  }

  @Test("Noise is the pooled deviation over seeds; its quantiles are scipy.stats.t.ppf's")
  func noise() throws {
    let bests = [0.80, 0.82, 0.84, 0.90, 0.831]
    let histories = bests.enumerated().map { index, best in
      comparedRun(
        "r\(index)", method: index < 3 ? "head" : "all\(index)", seed: index, trains: [3],
        accuracy: [best])
    }
    let noise = try #require(Comparison(of: histories).noise)

    #expect(noise.groups.map(\.sessions) == [[0, 1, 2], [3], [4]])
    let line = try #require(noise.metrics.first)
    // numpy.std([0.80, 0.82, 0.84], ddof=1) is 0.02; scipy.stats.t.ppf(0.975, 2) is 4.30265.
    #expect(abs(line.deviation - 0.02) < 1e-12)
    let far = try #require(noise.verdict(of: MetricName.validationAccuracy, session: 3))
    #expect(abs(far.threshold - 4.30265 * 0.02 * (4.0 / 3).squareRoot()) < 1e-4)
    #expect(far.exceeds == false)
    #expect(noise.verdict(of: MetricName.validationAccuracy, session: 1)?.exceeds == nil)
    #expect(Comparison(of: Array(histories.dropFirst())).noise == nil)
    for (freedom, quantile) in [
      (1, 12.7062), (10, 2.2281), (30, 2.0423), (60, 2.0003), (200, 1.9719),
    ] {
      #expect(abs(studentQuantile(freedom) - quantile) < 0.005, "\(freedom)")
    }
  }

  @Test("A difference that seeds alone do not make exceeds the noise")
  func beyond() throws {
    let bests = [0.80, 0.801, 0.802, 0.90, 0.901, 0.902]
    let histories = bests.enumerated().map { index, best in
      comparedRun("r\(index)", method: index < 3 ? "head" : "all", seed: index, accuracy: [best])
    }
    let noise = try #require(Comparison(of: histories, baseline: 4).noise)
    let verdict = try #require(noise.verdict(of: MetricName.validationAccuracy, session: 0))

    #expect(verdict.exceeds == true)
    #expect(abs(verdict.difference + 0.1) < 1e-12)
    #expect(abs((verdict.deviation ?? 0) - 0.001) < 1e-12)
  }

  @Test("The newest drift of each row stands side by side")
  func drift() {
    var run = comparedRun("a")
    run.curves[MetricName.rowDrift("head")] = [0.1, 0.3].enumerated().map { index, value in
      MetricBucket(step: index, epoch: 0, time: 0, value: value)
    }
    let lines = Comparison(of: [run, comparedRun("b")]).drift
    #expect(lines == [Comparison.DriftLine(row: "head", values: [0.3, nil])])
  }
}
