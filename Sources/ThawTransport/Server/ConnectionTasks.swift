import Synchronization

/// The connections that are being served, each by a task.
///
/// These are no child tasks of the server's: connections are accepted on an event loop, and one that
/// arrives while the server ends must be taken and closed all the same (an NIO channel that is
/// dropped instead traps).
final class ConnectionTasks: Sendable {
  private struct State {
    var tasks: [UInt64: Task<Void, Never>] = [:]
    var lastID: UInt64 = 0
    var isCancelled = false
  }

  private let state = Mutex(State())

  /// Serves a connection; with a cancelled task where all were cancelled.
  func start(_ serve: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      state.lastID += 1
      let task = Task { [id = state.lastID] in
        await serve()
        self.state.withLock { $0.tasks[id] = nil }
      }
      if state.isCancelled { task.cancel() }
      state.tasks[state.lastID] = task
    }
  }

  /// Cancels all, and those that start from now on.
  func cancel() {
    let tasks = state.withLock { state in
      state.isCancelled = true
      return state.tasks
    }
    for task in tasks.values { task.cancel() }
  }

  /// Waits until none is left.
  func waitUntilEmpty() async {
    while let task = state.withLock({ $0.tasks.values.first }) { await task.value }
  }
}
