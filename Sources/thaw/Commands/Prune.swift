import ArgumentParser
import ThawProtocol
import ThawStore

/// Removes checkpoints that no rule keeps.
struct Prune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove old checkpoints: first say which, then with --yes.",
    discussion:
      "A checkpoint that any rule names is kept, and always the newest; the best too, unless --best 0."
  )

  @Argument(help: "The sessions; all of them unless named.")
  var sessions: [String] = []

  @Option(help: "Keep so many with the best values of the metric; 0 keeps none for its value.")
  var best = 1

  @Option(help: "The metric that tells the best.")
  var metric = MetricName.validationAccuracy

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
    let library = library.opened
    let folders =
      sessions.isEmpty
      ? library.names().map(library.session) : try sessions.map { try library.resolve($0) }
    let logged = try Set(folders.flatMap { try SessionReader($0).metricNames() })
    let metric = MetricName.meant(by: self.metric, among: logged) ?? self.metric
    guard best == 0 || MetricDefinition(named: metric).direction != .neutral else {
      throw Failure.usage("“\(metric)” has no best value; take one as val/loss or val/accuracy")
    }
    var rule = CheckpointRule()
    (rule.best, rule.metric, rule.every, rule.last) = (best, metric, every, last)
    var table = TextTable(
      header: ["session", "checkpoint", metric, "size", ""], rightAligned: [2, 3])
    var freed = 0
    var prunings: [(SessionFolder, CheckpointPruning)] = []
    for folder in folders {
      let pruning = try CheckpointPruning(of: folder, rule: rule)
      guard !pruning.lines.isEmpty else { continue }
      for line in pruning.lines {
        table.add([
          folder.name, line.checkpoint.folder, line.value.map(Numbers.short) ?? "–",
          Numbers.bytes(line.checkpoint.bytes),
          line.reasons.isEmpty
            ? (yes ? "removed" : "goes") : "kept: " + line.reasons.joined(separator: ", "),
        ])
      }
      freed += pruning.freed
      if pruning.freed > 0 { prunings.append((folder, pruning)) }
    }
    guard freed > 0 else { return print("no checkpoint would go") }
    if yes { for (folder, pruning) in prunings { try pruning.apply(to: folder) } }
    print(table.text)
    print(
      yes ? "\(Numbers.bytes(freed)) freed" : "--yes removes them and frees \(Numbers.bytes(freed))"
    )
  }
}
