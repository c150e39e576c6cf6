import ThawBus
import ThawHost
import ThawProtocol

/// Trains nothing: posts the losses it is given, one a step, and answers every request.
struct ScriptedTrainer: Trainer {
  struct Broken: Error, CustomStringConvertible {
    var description: String { "the weights are gone" }
  }

  let bus: MessageBus<Signal>
  var losses: [Double] = []
  var failsToPrepare = false
  var waitsForStop = false

  func prepare() async throws -> TrainingPlan {
    if failsToPrepare { throw Broken() }
    let rows = [LayerRow(name: "head", parameters: 5, state: .trainable)]
    return TrainingPlan(
      architecture: "tiny", rows: rows, totalSteps: losses.count, time: 7,
      notices: ["1 file skipped"])
  }

  func run() async throws -> Phase {
    let requests = bus.subscribe { if case .request = $0 { true } else { false } }
    bus.post(.event(.phase(.training, step: 0, reason: nil)))
    for (index, loss) in losses.enumerated() {
      let record = MetricRecord(
        step: index + 1, epoch: 0, time: Double(index), values: [MetricName.trainLoss: loss])
      bus.post(.event(.metrics([record])))
    }
    guard waitsForStop else { return end(.finished) }
    while case .request(let request)? = try await requests.next()?.payload {
      let outcome = CommandOutcome.applied(step: losses.count)
      bus.post(.reply(Reply(id: request.id, outcome: outcome)))
      bus.post(
        .event(
          .journal(
            JournalEntry(
              step: losses.count, time: 9, command: request.command.text, outcome: outcome))))
      if request.command == .stop { break }
    }
    return end(.stopped)
  }

  private func end(_ phase: Phase) -> Phase {
    bus.post(.event(.phase(phase, step: losses.count, reason: nil)))
    return phase
  }
}
