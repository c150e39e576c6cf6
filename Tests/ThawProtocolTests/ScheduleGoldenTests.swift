import Foundation
import Testing
import ThawProtocol

/// The rates of PyTorch's schedulers, from `Goldens/schedules.json`.
@Suite("Schedules against PyTorch") struct ScheduleGoldenTests {
  private struct Golden: Decodable {
    let base: Double
    let rates: [String: [Double]]
  }

  private static let cases: [(String, LearningRateSchedule.Shape, warmup: Int, total: Int)] = [
    ("cosine", .cosine(finalShare: 0.1), 0, 50),
    ("linear", .linear(finalShare: 0.1), 0, 50),
    ("one-cycle", .oneCycle(rise: 0.3, startShare: 1 / 25, finalShare: 1 / 25 / 1e4), 0, 51),
    ("one-cycle-steep", .oneCycle(rise: 0.1, startShare: 1 / 4, finalShare: 1 / 8), 0, 51),
    ("restarts", .restarts(period: 10, growth: 1, finalShare: 0.05), 0, 45),
    ("restarts-doubling", .restarts(period: 10, growth: 2, finalShare: 0.05), 0, 75),
    ("warm-up, cosine", .cosine(finalShare: 0.1), 10, 60),
    ("warm-up, linear", .linear(finalShare: 0.1), 10, 60),
  ]

  @Test("Every step's rate is PyTorch's", arguments: cases)
  func rates(
    name: String, shape: LearningRateSchedule.Shape, warmup: Int, total: Int
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/schedules.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    let wanted = try #require(golden.rates[name])
    let schedule = LearningRateSchedule(
      baseRate: golden.base, shape: shape, warmupSteps: warmup, totalSteps: total)

    #expect(wanted.count >= 45)
    for (step, rate) in wanted.enumerated() {
      // PyTorch computes most of them from the rate before, so that rounding adds up.
      #expect(abs(schedule.rate(at: step) - rate) < 1e-9, "step \(step)")
    }
  }
}
