import Foundation
import ThawHost
import ThawProtocol
import ThawStore

/// What it is like to watch a run that goes on: keys while messages pour in, and the cost at a usual pace.
struct WatchingLive {
  private static let rounds = 60
  private static let seconds = 10.0

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() async throws -> [Measurement] {
    let keys = try await watching(stepsPerSecond: 1_000) { program in
      var latencies: [Double] = []
      for _ in 0..<Self.rounds {
        for key in ["?", "\u{1B}"] { latencies.append(try latency(of: key, in: program)) }
      }
      return latencies
    }
    let cost = try await watching(stepsPerSecond: 20) { program in
      let before = program.processorSeconds
      let end = ContinuousClock.now + .seconds(Self.seconds)
      var count = 0
      while ContinuousClock.now < end {
        count += program.terminal.read(within: end - ContinuousClock.now).count
      }
      let used = program.processorSeconds - before
      return [Double(count) / Self.seconds, 100 * used / Self.seconds, program.residentMemory]
    }
    let marker = PacedTrainer.Marker()
    let steps = try await watching(stepsPerSecond: 20, marker: marker) { program in
      try (0..<Self.rounds).map { _ in try latency(ofStepBy: marker, in: program) }
    }
    return [
      Measurement(
        what: "step to screen, 20 steps/s", unit: "ms", values: steps, goal: .below(100)),
      Measurement(
        what: "step to screen, 20 steps/s", unit: "ms", values: steps, statistic: .percentile99),
      Measurement(what: "key to screen, 1,000 messages/s", unit: "ms", values: keys),
      Measurement(
        what: "key to screen, 1,000 messages/s", unit: "ms", values: keys,
        statistic: .percentile99, goal: .below(30)),
      Measurement(
        what: "live at 20 steps/s: written", unit: "B/s", values: [cost[0]], goal: .below(10_000)),
      Measurement(
        what: "live at 20 steps/s: processor", unit: "%", values: [cost[1]], goal: .below(3)),
      Measurement(
        what: "live at 20 steps/s: memory", unit: "MiB", values: [cost[2]], goal: .below(60)),
    ]
  }

  /// Hosts a run, opens the dashboard on it, and measures.
  func watching(
    stepsPerSecond: Double, metrics: [String] = PacedTrainer.usualMetrics,
    marker: PacedTrainer.Marker? = nil,
    _ measure: @escaping @Sendable (TerminalProgram) throws -> [Double]
  ) async throws -> [Double] {
    let folder = workbench.library.folder.appending(path: "live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let library = SessionLibrary(folder: folder)
    let recipe = Recipe(
      model: Recipe.Model(architecture: "efficientnet-lite0"),
      data: Recipe.Data(source: .folder(Recipe.Data.Folder(path: "images"))),
      run: Recipe.Run(steps: 1_000_000))
    let session = try library.create(for: recipe, name: "live")
    let sign = PacedTrainer.StopSign()
    let hosting = Task {
      try await SessionHost(folder: session, recipe: recipe, resumeStep: nil).run { bus in
        PacedTrainer(
          on: bus, stepsPerSecond: stepsPerSecond, metrics: metrics, marker: marker, until: sign)
      }
    }
    defer { sign.raise() }
    while !EngineLock.isHeld(session) { try await Task.sleep(for: .milliseconds(10)) }
    let program = workbench.program
    let values = try await Self.blocking {
      let program = try TerminalProgram(program, ["attach", "live", "--sessions", folder.path])
      // Long enough for history and first messages to be shown.
      let end = ContinuousClock.now + .seconds(3)
      while ContinuousClock.now < end { _ = program.terminal.read(within: .milliseconds(100)) }
      let values = try measure(program)
      try program.quit()
      return values
    }
    sign.raise()
    _ = try await hosting.value
    return values
  }

  /// Runs a body that waits for a terminal, on a thread of its own: the host needs the others.
  private static func blocking(
    _ body: @escaping @Sendable () throws -> [Double]
  ) async throws -> [Double] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
    }
  }

  /// Milliseconds from a key to the end of the picture that it brings.
  ///
  /// Pictures of the run come all the time; the first with the word that opening and closing the help
  /// both paint is the key's.
  private func latency(of key: String, in program: TerminalProgram) throws -> Double {
    var (word, end) = (WordSearch("Live"), WordSearch("\u{1B}[?2026l"))
    let pressed = ContinuousClock.now
    try program.terminal.type(key)
    while !end.isFound {
      let bytes = program.terminal.read(within: .seconds(2))
      guard !bytes.isEmpty else {
        throw PseudoTerminal.Failure("no answer to a key within 2 s", ETIMEDOUT)
      }
      for byte in bytes { if word.isFound { end.look(at: byte) } else { word.look(at: byte) } }
    }
    let latency = (ContinuousClock.now - pressed) / .milliseconds(1)
    // Not in step with the pictures that come by themselves.
    rest(.milliseconds(Int.random(in: 40...160)), program)
    return latency
  }

  /// Milliseconds from the moment that a step is told to the end of the picture that shows its loss.
  private func latency(
    ofStepBy marker: PacedTrainer.Marker, in program: TerminalProgram
  ) throws -> Double {
    var (word, end) = (WordSearch(marker.change()), WordSearch("\u{1B}[?2026l"))
    while !end.isFound {
      let bytes = program.terminal.read(within: .seconds(2))
      guard !bytes.isEmpty else {
        throw PseudoTerminal.Failure("no picture of a step within 2 s", ETIMEDOUT)
      }
      for byte in bytes { if word.isFound { end.look(at: byte) } else { word.look(at: byte) } }
    }
    let latency = (ContinuousClock.now - (marker.posted ?? .now)) / .milliseconds(1)
    rest(.milliseconds(Int.random(in: 100...300)), program)
    return latency
  }

  private func rest(_ time: Duration, _ program: TerminalProgram) {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      _ = program.terminal.read(within: end - ContinuousClock.now)
    }
  }
}
