import ThawProtocol
import ThawStore
import ThawTransport

/// Forks a session, whether an engine runs it or not.
struct SessionFork {
  let trunk: SessionFolder
  let library: SessionLibrary

  init(of trunk: SessionFolder, in library: SessionLibrary) {
    self.trunk = trunk
    self.library = library
  }

  /// Makes the session that goes its own way; its engine is yet to be started.
  ///
  /// A fork at the present of a live run has its engine write a checkpoint first.
  func make(at step: Int?, name: String? = nil, commands: [Command]) async throws -> SessionFolder {
    var step = step
    if step == nil, EngineLock.isHeld(trunk) {
      let socket = SocketLocation.path(toReachSession: trunk.url)
      switch try await EngineClient.send(.checkpoint, to: socket, timeout: .seconds(600)).outcome {
      case .applied(let present, _): step = present
      case .refused(let reason): throw Failure.run("the run takes no checkpoint: \(reason)")
      }
    }
    return try library.fork(trunk, at: step, name: name, commands: commands)
  }
}
