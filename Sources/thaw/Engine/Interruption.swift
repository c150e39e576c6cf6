import Dispatch
import Foundation
import Synchronization
import ThawProtocol
import ThawTransport

/// Lets ctrl-c stop a run that is followed in the foreground, and knows whether that happened.
final class Interruption {
  private let raised = Raised()
  private let source: any DispatchSourceSignal

  init(of socket: String) {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler { [raised] in
      raised.flag.store(true, ordering: .relaxed)
      Task { try? await EngineClient.send(.stop, to: socket) }
    }
    source.resume()
  }

  deinit { source.cancel() }

  var wasRaised: Bool { raised.flag.load(ordering: .relaxed) }
}

private final class Raised: Sendable {
  let flag = Atomic(false)
}
