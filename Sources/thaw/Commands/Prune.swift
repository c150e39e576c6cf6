import ArgumentParser
import ThawDashboard
import ThawProtocol
import ThawStore

/// Removes checkpoints that no rule keeps.
struct Prune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Remove old checkpoints: first say which, then with --yes.",
    discussion: """
      A checkpoint that any rule names is kept, and always the newest; the best too, unless --best 0. Those of \
      branches that were left by undo, or by resuming from an earlier one, go.
      """
  )

  @Argument(help: "The sessions; all of them unless named.")
  var sessions: [String] = []

  @Option(help: "Keep so many with the best values of the metric; 0 keeps none for its value.")
  var best = 1

  @Option(
    help: "The metric that tells the best: val/accuracy, or where that is not logged val/loss.")
  var metric: String?

  @Option(help: "Keep those whose step is a multiple of this.")
  var every: Int?

  @Option(help: "Keep so many of the newest.")
  var last = 1

  @Flag(help: "Remove them.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  private struct Report: Encodable {
    var removed: Bool
    var freed = 0
    var checkpoints: [Line] = []
  }

  private struct Line: Encodable {
    var session: String
    var checkpoint: String
    var step: Int
    var bytes: Int
    var metric: String?
    var value: Double?
    /// Why it is kept; empty for one that goes.
    var kept: [String]
    /// Whether it goes because its branch was left.
    var left: Bool?
  }

  func validate() throws {
    guard best >= 0, last >= 1, every ?? 1 >= 1 else {
      throw ValidationError("--best takes 0 or more, --every and --last 1 or more")
    }
  }

  func run() throws {
    let folders = try chosen()
    var rule = CheckpointRule()
    (rule.best, rule.every, rule.last) = (best, every, last)
    rule.metric = try metric.map { try meant(by: $0, in: folders) }
    // Before the first is removed of any.
    if yes, !sessions.isEmpty, let running = folders.first(where: EngineLock.isHeld) {
      throw StoreError.engineRunning(
        session: running.name, pid: EngineLock.holder(of: running))
    }
    var report = Report(removed: yes)
    for folder in folders {
      let pruning = try CheckpointPruning(of: folder, rule: rule)
      let going = pruning.going
      guard !going.isEmpty else { continue }
      guard !sessions.isEmpty || !EngineLock.isHeld(folder) else {
        Output.warn("\(folder.name) is running; its checkpoints stay")
        continue
      }
      report.freed += pruning.freed(from: folder)
      if yes { try pruning.apply(to: folder) }
      report.checkpoints += pruning.lines.map { line in
        Line(
          session: folder.name, checkpoint: line.checkpoint.folder, step: line.checkpoint.step,
          bytes: line.checkpoint.bytes, metric: line.value.flatMap { _ in pruning.metric },
          value: line.value, kept: line.reasons, left: line.isLeft ? true : nil)
      }
    }
    if json { return try printJSON(report) }
    guard !report.checkpoints.isEmpty else { return Output.line("no checkpoint would go") }
    var table = TextTable(
      header: ["session", "checkpoint", "value", "size", ""], rightAligned: [2, 3])
    for line in report.checkpoints { table.add(cells(of: line)) }
    Output.line(table.text)
    let freed = printedBytes(report.freed)
    Output.line(yes ? "\(freed) freed" : "--yes removes them and frees \(freed)")
  }

  /// The sessions that were named; else all that can be read.
  private func chosen() throws -> [SessionFolder] {
    guard sessions.isEmpty else { return try library.resolved(sessions) }
    let library = library.opened
    let listing = library.listing()
    for broken in listing.broken { Output.warn("\(broken.name): \(broken.error)") }
    return listing.sessions.map { library.session($0.name) }.sorted { $0.name < $1.name }
  }

  private func meant(by name: String, in folders: [SessionFolder]) throws -> String {
    let logged = try Set(folders.flatMap { try SessionReader($0).metricNames() })
    let telling = logged.filter { MetricDefinition(named: $0).direction != .neutral }.sorted()
    guard let metric = MetricName.meant(by: name, among: logged) else {
      throw Failure.usage(
        "no session has “\(name)”; there are \(telling.joined(separator: ", "))")
    }
    guard telling.contains(metric) else {
      throw Failure.usage(
        "“\(metric)” has no best value; take one of \(telling.joined(separator: ", "))")
    }
    return metric
  }

  private func cells(of line: Line) -> [String] {
    let value = line.value.flatMap { value in line.metric.map { "\($0) \(Numbers.short(value))" } }
    let goes = (yes ? "removed" : "goes") + (line.left == nil ? "" : ": its branch was left")
    return [
      line.session, line.checkpoint, value ?? "–", printedBytes(line.bytes),
      line.kept.isEmpty ? goes : "kept: " + line.kept.joined(separator: ", "),
    ]
  }
}
