import Foundation
import ThawStore

/// From the start of `thaw attach` to a picture with curves.
struct FirstScreen {
  private static let rounds = 10

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    try measure(.tenThousand, named: "10,000 steps", goal: 50)
      + measure(.million, named: "1,000,000 steps", goal: 150)
  }

  private func measure(
    _ run: RecordedRun, named name: String, goal: Double
  ) throws -> [Measurement] {
    _ = try workbench.session(run)
    // The first start reads the program from the disk.
    _ = try start(run)
    let starts = try (0..<Self.rounds).map { _ in try start(run) }
    return [
      Measurement(
        what: "start to first byte, \(name)", unit: "ms", values: starts.map(\.firstByte)),
      Measurement(
        what: "start to curves, \(name)", unit: "ms", values: starts.map(\.curves),
        goal: .below(goal)),
      Measurement(
        what: "memory, \(name)", unit: "MiB", values: starts.map(\.memory), goal: .below(60)),
      Measurement(what: "written to the terminal, \(name)", unit: "B", values: starts.map(\.bytes)),
    ]
  }

  /// One start: milliseconds to the first byte and to curves, MiB then, bytes until it is quiet.
  private struct Start {
    var firstByte: Double
    var curves: Double
    var memory: Double
    var bytes: Double
  }

  private func start(_ run: RecordedRun) throws -> Start {
    let program = try TerminalProgram(workbench.program, workbench.attaching(run))
    var search = CurveSearch()
    var firstByte: Double?
    var count = 0
    while !search.isFound {
      let bytes = program.terminal.read(within: .seconds(10))
      guard !bytes.isEmpty else {
        throw PseudoTerminal.Failure("no curve on the screen within 10 s", ETIMEDOUT)
      }
      firstByte = firstByte ?? program.age
      count += bytes.count
      search.look(through: bytes)
    }
    let curves = program.age
    let memory = program.residentMemory
    count += program.settle(for: .milliseconds(200))
    try program.quit()
    return Start(
      firstByte: firstByte ?? curves, curves: curves, memory: memory, bytes: Double(count))
  }
}

extension TerminalProgram {
  /// Milliseconds since it was started.
  fileprivate var age: Double { (ContinuousClock.now - started) / .milliseconds(1) }
}

extension Workbench {
  /// The words that open the dashboard on a recorded session.
  func attaching(_ run: RecordedRun) -> [String] {
    ["attach", run.name, "--sessions", library.folder.path]
  }
}
