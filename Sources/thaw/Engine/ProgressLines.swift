import Foundation
import ThawProtocol
import ThawTransport

/// A run as lines on standard output: at each validation, and every few seconds between.
actor ProgressLines {
  private static let interval = Duration.seconds(5)

  private let clock = ContinuousClock()
  private var progress: ThawProtocol.Progress?
  private var step = 0
  private var epoch = 0.0
  private var values: [String: Double] = [:]
  private var lastLine: ContinuousClock.Instant?
  /// Why the run paused itself; nil where it did not.
  private(set) var pause: String?

  /// Takes an update and prints what it is worth; true once the run has ended, or paused itself.
  func take(_ update: EngineClient.Update) -> Bool {
    switch update {
    case .connected(let snapshot):
      progress = snapshot.progress
      step = snapshot.progress.step
      return snapshot.phase.isFinal
    case .event(_, let event): return take(event)
    case .lagged, .disconnected: return false
    }
  }

  private func take(_ event: Event) -> Bool {
    switch event {
    case .phase(let phase, let step, let reason):
      if let reason { Output.line("\(phase) at step \(step): \(reason)") }
      if phase == .paused, let reason { pause = "paused at step \(step): \(reason)" }
      return phase.isFinal || pause != nil
    case .metrics(let records):
      for record in records {
        values.merge(record.values) { $1 }
        step = max(step, record.step)
        epoch = record.epoch
        if record.values[MetricName.validationLoss] != nil || isDue { printLine() }
      }
    case .progress(let progress): self.progress = progress
    case .journal(let entry):
      let parts = ["step \(entry.step)", entry.command, entry.outcomeText]
      Output.line(parts.filter { !$0.isEmpty }.joined(separator: "  "))
    case .checkpoint(let info): Output.line("step \(info.step)  checkpoint \(info.folder)")
    case .alarm(let alarm): Output.line("step \(alarm.step)  ALARM \(alarm.message)")
    case .rewound(let rewind): step = rewind.step
    case .rows, .regimen, .standings, .calibration: break
    }
    return false
  }

  private var isDue: Bool { lastLine.map { clock.now - $0 > Self.interval } ?? true }

  private func printLine() {
    guard let progress else { return }
    lastLine = clock.now
    var parts = [
      "step \(step)/\(progress.totalSteps)", String(format: "epoch %.2f", epoch),
    ]
    let shown = [
      ("loss", MetricName.trainLoss), ("val loss", MetricName.validationLoss),
      ("val accuracy", MetricName.validationAccuracy),
    ]
    for (label, metric) in shown {
      if let value = values[metric] { parts.append("\(label) \(Numbers.short(value))") }
    }
    if progress.samplesPerSecond > 0 {
      parts.append(String(format: "%.0f samples/s", progress.samplesPerSecond))
    }
    if let seconds = progress.secondsLeft {
      parts.append("ETA \(Numbers.duration(seconds: seconds))")
    }
    Output.line(parts.joined(separator: " · "))
  }
}
