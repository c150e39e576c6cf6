import ArgumentParser
import ThawProtocol
import ThawStore

/// Goes on with a session that was stopped or died, or that finished and is to be longer.
struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a session from its last checkpoint: stopped, dead, or to be made longer.",
    discussion: """
      thaw resume clothes-head-1 --epochs 10
      A finished run goes on once it has another end; the learning rate is then that of a run which was \
      to be so long from its beginning.
      """)

  @Argument(help: "The session.")
  var session: String

  @Option(help: "Let the run end at this step.")
  var steps: Int?

  @Option(help: "Let the run end after so many epochs.")
  var epochs: Double?

  @Flag(help: "Start it, print where it goes on and return.")
  var detach = false

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard steps == nil || epochs == nil else {
      throw ValidationError("a run ends at a step or after epochs: give --steps or --epochs")
    }
  }

  func run() async throws {
    let library = library.opened
    let folder = try library.resolve(session)
    let reader = try SessionReader(folder)
    try reader.refuseImported()
    let detail = try reader.detail()
    let step = detail.checkpoints.last?.step ?? 0
    let length = steps.map { "steps \($0)" } ?? epochs.map { "epochs \($0)" }
    let commands = try length.map { [try Command(parsing: $0)] } ?? []
    if [.finished, .stopped].contains(detail.summary.state), detail.checkpoints.isEmpty {
      // It would begin anew, and what was recorded of it would no longer be shown.
      throw Failure.usage(
        "session “\(folder.name)” keeps no checkpoint to go on from; thaw replay \(folder.address) runs it again"
      )
    }
    if detail.summary.state == .finished { try checkLonger(folder, detail, from: step) }
    let live = try await LiveSession.start(folder, resuming: true, commands: commands)
    for notice in try live.notices(since: detail.journal) { Output.line(notice) }
    if detach { return Output.line("\(folder.name) goes on from step \(step)") }
    try await live.follow()
  }

  /// - Throws: ``Failure`` where a finished run would end at once.
  private func checkLonger(
    _ folder: SessionFolder, _ detail: SessionDetail, from step: Int
  ) throws {
    let isLonger = steps.map { $0 > step } ?? epochs.map { $0 > detail.epoch }
    guard isLonger != true else { return }
    throw Failure.usage(
      "session “\(folder.name)” is finished at step \(step); to go on it needs a later end: "
        + "thaw resume \(folder.address) --steps \(step + max(step / 2, 1))")
  }
}
