import Foundation
import ThawProtocol
import ThawStore
import ThawTransport

/// A fine-tune in the background that goes on until it is told to stop.
struct LiveRun {
  let name = "live"
  let program: String
  let library: SessionLibrary

  /// Starts it, and waits until it trains.
  ///
  /// - Throws: Why it does not.
  init(program: String, in library: SessionLibrary, threads: Int) throws {
    self.program = program
    self.library = library
    var task = FineTune.all[FineTune.all.count - 1]
    task.epochs = 100_000
    let file = library.folder.appending(path: "\(name).toml")
    var recipe = try task.recipe(threads: threads)
    // Steps that compute: those that read all from the cache take a millisecond.
    recipe.cache.enabled = .never
    try recipe.toml.write(to: file, atomically: true, encoding: .utf8)
    try Subprocess.run(
      program,
      ["run", file.path, "--name", name, "--sessions", library.folder.path, "--detach"])
    let deadline = ContinuousClock.now + .seconds(60)
    while try times().count < 20 {
      guard ContinuousClock.now < deadline else {
        throw Workbench.Missing(description: "the run took no 20 steps within a minute")
      }
      Thread.sleep(forTimeInterval: 0.2)
    }
  }

  /// When each step ended, in seconds since the session began, without those of the last moment.
  func times() throws -> [Double] {
    try SessionReader(library.session(name)).points(of: MetricName.trainLoss).map(\.time)
  }

  /// Asks as `thaw send` does, and returns the step at which it took effect.
  func ask(_ command: String) async throws -> Int {
    let path = SocketLocation.path(toReachSession: library.session(name).url)
    let words = command.split(separator: " ").map(String.init)
    let reply = try await EngineClient.send(try Command(parsing: words), to: path)
    guard case .applied(let step, _) = reply.outcome else {
      throw Workbench.Missing(description: "\(command): \(reply.outcome.text)")
    }
    return step
  }

  /// Starts a dashboard on it.
  func watch() throws -> TerminalProgram {
    try TerminalProgram(program, ["attach", name, "--sessions", library.folder.path])
  }
}

/// The seconds that each step took.
func durations(of times: ArraySlice<Double>) -> [Double] {
  zip(times, times.dropFirst()).map { $1 - $0 }
}

/// The value in the middle; NaN where there is none.
func median(_ values: [Double]) -> Double {
  Measurement(what: "", unit: "", values: values).figure
}
