import Foundation
import ThawProtocol
import ThawStore

/// What people who watch and steer cost a run.
struct Steering {
  private static let dashboards = 3
  /// Moments in each of which is seen what the dashboards cost.
  private static let moments = 6
  private static let momentSeconds = 12.0
  private static let toggles = 16
  /// Steps after a toggle by which its own step is judged.
  private static let settled = 10

  let workbench: Workbench
  let threads: Int

  func measure() async throws -> [Measurement] {
    let folder = workbench.library.folder.appending(path: "live-\(getpid())")
    // What a killed one left.
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = try LiveRun(
      program: workbench.program, in: SessionLibrary(folder: folder), threads: threads)
    do {
      let watched = try watch(run)
      let (toggles, clock) = try await toggling(run)
      let all = try watching(run, watched, since: clock) + toggles
      _ = try await run.ask("stop")
      return all
    } catch {
      _ = try? await run.ask("stop")
      throw error
    }
  }

  /// What was seen of dashboards on a run.
  private struct Watched {
    var pictures: [ContinuousClock.Instant]
    var start: ContinuousClock.Instant
    /// Processor time over time.
    var share: Double
  }

  private func watch(_ run: LiveRun) throws -> Watched {
    let programs = try (0..<Self.dashboards).map { _ in try run.watch() }
    let terminals = programs.map(\.terminal)
    // Their histories are read and shown, and they find the machine busy.
    _ = PseudoTerminal.pictures(on: terminals, for: .seconds(12))
    let (before, start) = (programs.map(\.processorSeconds), ContinuousClock.now)
    let pictures = PseudoTerminal.pictures(
      on: terminals, for: .seconds(Double(Self.moments) * Self.momentSeconds))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let used = zip(programs.map(\.processorSeconds), before).map { $0 - $1 }.reduce(0, +)
    for program in programs { try program.quit() }
    return Watched(pictures: pictures, start: start, share: used / seconds)
  }

  /// What that cost, once it is known when the session began on this clock.
  private func watching(
    _ run: LiveRun, _ watched: Watched, since clock: ContinuousClock.Instant
  ) throws -> [Measurement] {
    let cost = PictureCost(
      steps: try run.times(), pictures: watched.pictures.map { ($0 - clock) / .seconds(1) })
    let start = (watched.start - clock) / .seconds(1)
    let values = (0..<Self.moments).map { moment in
      cost.percent(
        from: start + Double(moment) * Self.momentSeconds,
        to: start + Double(moment + 1) * Self.momentSeconds)
    }
    let rate = Double(watched.pictures.count) / (Double(Self.moments) * Self.momentSeconds)
    return [
      Measurement(
        what: "three dashboards: longer steps", unit: "%", values: values, goal: .atMost(0.5),
        notes: ["Longer steps: those while a dashboard paints, beside those before and after"]),
      Measurement(
        what: "three dashboards: of one core", unit: "%", values: [100 * watched.share]),
      Measurement(what: "three dashboards: pictures", unit: "/s", values: [rate]),
    ]
  }

  /// From the question to the answer, and how much longer the next step took, in steps; and when the session began.
  private func toggling(
    _ run: LiveRun
  ) async throws -> ([Measurement], start: ContinuousClock.Instant) {
    var answered: [ContinuousClock.Instant] = []
    var waits: [Double] = []
    var applied: [Int] = []
    for number in 0..<Self.toggles {
      let asked = ContinuousClock.now
      applied.append(
        try await run.ask("\(number.isMultiple(of: 2) ? "thaw" : "freeze") blocks.15"))
      answered.append(.now)
      waits.append((answered[number] - asked) / .seconds(1))
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
    // The answer comes a moment after what it tells, never before it.
    let journal = try SessionReader(run.library.session(run.name)).journal()
    let starts = zip(answered, journal.filter(\.isCommand).suffix(answered.count)).map {
      $0 - .seconds($1.time)
    }
    let measurements = [
      Measurement(
        what: "toggle: from asking to the answer", unit: "steps", values: latencies,
        goal: .atMost(1)),
      Measurement(
        what: "toggle: longer next step", unit: "steps", values: costs, goal: .below(1)),
    ]
    return (measurements, starts.min() ?? .now)
  }
}
