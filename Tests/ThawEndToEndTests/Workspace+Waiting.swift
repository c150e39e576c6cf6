import Foundation
import Testing

extension Workspace {
  /// Waits until a session's state is the given one, at most a minute.
  func waitForState(
    _ state: String, of session: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await wait(for: "state \(state)", sourceLocation) { try show(session).state == state }
  }

  /// Waits until a session has trained at least so many steps, at most a minute.
  func waitForStep(
    _ step: Int, of session: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await wait(for: "step \(step)", sourceLocation) { try show(session).step >= step }
  }

  /// Waits until a session's journal has a command, at most a minute.
  func waitForEntry(
    _ command: String, of session: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await wait(for: "entry \(command)", sourceLocation) {
      try show(session).journal.contains { $0.command == command }
    }
  }

  private func wait(
    for what: String, _ sourceLocation: SourceLocation, _ condition: () throws -> Bool
  ) async throws {
    let deadline = Date.now.addingTimeInterval(60)
    while Date.now < deadline {
      if (try? condition()) == true { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("never came: \(what)", sourceLocation: sourceLocation)
    throw CancellationError()
  }
}
