import Foundation
import ThawStore

/// What people who watch and steer cost a run.
struct Steering {
  private static let windows = 8
  private static let windowSeconds = 8.0
  private static let toggles = 16
  /// Steps after a toggle by which its own step is judged.
  private static let settled = 10

  let workbench: Workbench
  let threads: Int

  func measure() async throws -> [Measurement] {
    let folder = workbench.library.folder.appending(path: "live-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try LiveRun(
      program: workbench.program, in: SessionLibrary(folder: folder), threads: threads)
    do {
      let all = try watching(run) + (try await toggling(run))
      _ = try await run.ask("stop")
      return all
    } catch {
      _ = try? await run.ask("stop")
      throw error
    }
  }

  /// Moments with three dashboards and without, in turn: a machine's pace changes over minutes.
  private func watching(_ run: LiveRun) throws -> [Measurement] {
    let programs = try (0..<3).map { _ in try run.watch() }
    // Their histories are read and shown, and they find the machine busy.
    _ = try stepTime(of: run, beside: programs, seconds: 10)
    var (used, seconds) = (0.0, 0.0)
    let values = try (0..<Self.windows).map { _ in
      for program in programs { program.pause() }
      let alone = try stepTime(of: run, beside: programs)
      for program in programs { program.proceed() }
      // One that goes on paints all of its screen anew.
      _ = try stepTime(of: run, beside: programs, seconds: 3)
      let (before, start) = (programs.map(\.processorSeconds), ContinuousClock.now)
      let watched = try stepTime(of: run, beside: programs)
      used += zip(programs.map(\.processorSeconds), before).map { $0 - $1 }.reduce(0, +)
      seconds += (ContinuousClock.now - start) / .seconds(1)
      return 100 * (watched / alone - 1)
    }
    for program in programs { try program.quit() }
    return [
      Measurement(
        what: "three dashboards: longer steps", unit: "%", values: values, goal: .atMost(0.5)),
      Measurement(
        what: "three dashboards: of one core", unit: "%", values: [100 * used / seconds]),
    ]
  }

  /// The mean time of the steps of a moment, in which the dashboards' terminals are read.
  private func stepTime(
    of run: LiveRun, beside programs: [TerminalProgram], seconds: Double = windowSeconds
  ) throws -> Double {
    let first = try run.times().count
    PseudoTerminal.drain(programs.map(\.terminal), for: .seconds(seconds))
    let times = try run.times()[first...]
    guard let start = times.first, let last = times.last, times.count > 1 else { return .nan }
    return (last - start) / Double(times.count - 1)
  }

  /// From the question to the answer, and how much longer the next step took, in steps.
  private func toggling(_ run: LiveRun) async throws -> [Measurement] {
    var waits: [Double] = []
    var applied: [Int] = []
    for number in 0..<Self.toggles {
      let asked = ContinuousClock.now
      applied.append(
        try await run.ask("\(number.isMultiple(of: 2) ? "thaw" : "freeze") blocks.15"))
      waits.append((ContinuousClock.now - asked) / .seconds(1))
      while try run.times().count < applied[number] + Self.settled + 2 {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    let times = try run.times()
    var latencies: [Double] = []
    var costs: [Double] = []
    for (wait, step) in zip(waits, applied) {
      let before = median(durations(of: times[(step - Self.settled)..<step]))
      let after = durations(of: times[(step - 1)..<(step + Self.settled)])
      let usual = median(Array(after.dropFirst()))
      latencies.append(wait / before)
      costs.append((after[0] - usual) / usual)
    }
    return [
      Measurement(
        what: "toggle: from asking to the answer", unit: "steps", values: latencies,
        goal: .atMost(1)),
      Measurement(
        what: "toggle: longer next step", unit: "steps", values: costs, goal: .below(1)),
    ]
  }
}
