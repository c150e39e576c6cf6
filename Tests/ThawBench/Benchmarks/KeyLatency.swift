import Foundation

/// From a key to the end of the picture that it brings.
struct KeyLatency {
  private static let rounds = 50

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    _ = try workbench.session(.tenThousand)
    let program = try TerminalProgram(workbench.program, workbench.attaching(.tenThousand))
    program.settle(for: .seconds(1))
    var opening: [Double] = []
    var closing: [Double] = []
    for _ in 0..<Self.rounds {
      opening.append(try latency(of: "?", in: program))
      closing.append(try latency(of: "\u{1B}", in: program))
    }
    try program.quit()
    return lines("key ? to screen", opening) + lines("key esc to screen", closing)
  }

  private func lines(_ what: String, _ values: [Double]) -> [Measurement] {
    [
      Measurement(what: what, unit: "ms", values: values),
      Measurement(
        what: what, unit: "ms", values: values, statistic: .percentile99, goal: .below(30)),
    ]
  }

  private func latency(of key: String, in program: TerminalProgram) throws -> Double {
    // The end of a synchronized update: the picture is whole.
    var search = WordSearch("\u{1B}[?2026l")
    let pressed = ContinuousClock.now
    try program.terminal.type(key)
    while !search.isFound {
      let bytes = program.terminal.read(within: .seconds(2))
      guard !bytes.isEmpty else {
        throw PseudoTerminal.Failure("no answer to a key within 2 s", ETIMEDOUT)
      }
      for byte in bytes { search.look(at: byte) }
    }
    defer { program.settle(for: .milliseconds(60)) }
    return (ContinuousClock.now - pressed) / .milliseconds(1)
  }
}
