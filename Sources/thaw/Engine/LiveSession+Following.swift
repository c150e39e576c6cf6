import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTransport

extension LiveSession {
  /// Follows the run: in the dashboard where there is a terminal, else as lines.
  ///
  /// - Throws: ``Failure`` where the run failed; 130 where it was interrupted.
  func follow() async throws {
    if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
      return try await Dashboard.run(
        .attach(session: folder.name, isReadOnly: false), library: folder.library)
    }
    try await printLines()
  }

  /// Prints progress until the run ends, then what came of it.
  private func printLines() async throws {
    let interruption = Interruption(of: socket)
    let client = EngineClient(path: socket, peer: "thaw")
    let lines = ProgressLines()
    let following = Task {
      try await client.run { updates in
        for update in updates where await lines.take(update) {
          return withUnsafeCurrentTask { $0?.cancel() }
        }
      }
    }
    _ = await following.result
    let pause = await lines.pause
    if let pause { try await stop(after: pause) }
    let detail = try await finalDetail()
    Output.line("\n" + SessionText.header(of: detail))
    Output.line("\n" + SessionText.metrics(of: detail))
    if let pause {
      throw Failure.run("\(pause); the run was stopped; thaw resume \(folder.address) goes on")
    }
    switch detail.summary.state {
    case .failed, .dead: throw Failure.run(lastWords ?? "the run \(detail.summary.state)")
    case .stopped where interruption.wasRaised:
      throw Failure(
        description: "interrupted; thaw resume \(folder.address) goes on", code: 130)
    default: return
    }
  }

  /// Ends a run that paused itself: nobody is at a terminal to answer it.
  private func stop(after pause: String) async throws {
    let outcome = try await EngineClient.send(.stop, to: socket, timeout: .seconds(600)).outcome
    guard case .refused(let reason) = outcome else { return }
    throw Failure.run(
      "\(pause); the run waits, as it cannot be stopped: \(reason); thaw send \(folder.name) stop")
  }

  /// The session once its engine has let go of it.
  private func finalDetail() async throws -> SessionDetail {
    while EngineLock.isHeld(folder) { try await Task.sleep(for: .milliseconds(20)) }
    return try SessionReader(folder).detail()
  }
}
