/// What an open dashboard costs when nothing happens.
struct Idling {
  private static let seconds = 5.0

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    _ = try workbench.session(.tenThousand)
    let program = try TerminalProgram(workbench.program, workbench.attaching(.tenThousand))
    program.settle(for: .seconds(2))
    let before = program.processorSeconds
    let end = ContinuousClock.now + .seconds(Self.seconds)
    var count = 0
    while ContinuousClock.now < end {
      count += program.terminal.read(within: end - ContinuousClock.now).count
    }
    let used = program.processorSeconds - before
    try program.quit()
    return [
      Measurement(
        what: "idle for 5 s: written", unit: "B", values: [Double(count)], goal: .atMost(0)),
      Measurement(
        what: "idle for 5 s: processor", unit: "%", values: [100 * used / Self.seconds],
        goal: .below(0.3)),
    ]
  }
}
