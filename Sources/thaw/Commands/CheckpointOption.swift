import ArgumentParser
import ThawStore

/// Which checkpoint of a session a command is about.
struct CheckpointOption: ParsableArguments {
  @Option(help: "The checkpoint: a step, best (by val/accuracy, else val/loss), or newest.")
  var at: String?

  /// The newest unless another is named.
  var choice: CheckpointChoice { at.flatMap(CheckpointChoice.init) ?? .newest }

  func validate() throws {
    guard let at, CheckpointChoice(at) == nil else { return }
    throw ValidationError("--at takes a step, best or newest, not “\(at)”")
  }
}
