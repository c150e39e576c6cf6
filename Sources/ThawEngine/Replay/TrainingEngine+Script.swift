import ThawProtocol
import ThawStore

extension TrainingEngine {
  /// Asks of itself what the script says for this step, before anything else.
  func serveScript(_ run: Run) {
    guard let script else { return }
    while run.scripted < script.entries.count, script.entries[run.scripted].step <= run.step {
      run.scripted += 1
      let id = "script-\(run.scripted)-\(run.branch)"
      serve([Request(id: id, command: script.entries[run.scripted - 1].command)], run)
    }
  }
}
