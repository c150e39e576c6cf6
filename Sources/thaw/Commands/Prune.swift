import ArgumentParser
import ThawDashboard
import ThawProtocol
import ThawStore

/// Removes checkpoints that no rule keeps.
struct Prune: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Remove old checkpoints: first say which, then with --yes.",
    discussion:
      "A checkpoint that any rule names is kept, and always the newest; the best too, unless --best 0."
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

  @OptionGroup var library: LibraryOption

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
    var table = TextTable(
      header: ["session", "checkpoint", "value", "size", ""], rightAligned: [2, 3])
    var freed = 0
    for folder in folders {
      let pruning = try CheckpointPruning(of: folder, rule: rule)
      let going = pruning.going
      guard !going.isEmpty else { continue }
      guard !sessions.isEmpty || !EngineLock.isHeld(folder) else {
        Output.warn("\(folder.name) is running; its checkpoints stay")
        continue
      }
      freed += pruning.freed(from: folder)
      if yes { try pruning.apply(to: folder) }
      for line in pruning.lines { table.add(cells(of: line, pruning, folder)) }
    }
    guard !table.isEmpty else { return Output.line("no checkpoint would go") }
    Output.line(table.text)
    Output.line(
      yes ? "\(printedBytes(freed)) freed" : "--yes removes them and frees \(printedBytes(freed))"
    )
  }

  /// The sessions that were named; else all that can be read.
  private func chosen() throws -> [SessionFolder] {
    let library = library.opened
    guard sessions.isEmpty else { return try sessions.map { try library.resolve($0) } }
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

  private func cells(
    of line: CheckpointPruning.Line, _ pruning: CheckpointPruning, _ session: SessionFolder
  ) -> [String] {
    let value = line.value.flatMap { value in
      pruning.metric.map { "\($0) \(Numbers.short(value))" }
    }
    return [
      session.name, line.checkpoint.folder, value ?? "–", printedBytes(line.checkpoint.bytes),
      line.reasons.isEmpty
        ? (yes ? "removed" : "goes") : "kept: " + line.reasons.joined(separator: ", "),
    ]
  }
}
