import ArgumentParser
import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore

/// Compares sessions with one of them.
struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract:
      "Compare sessions: curves, results, cost to reach them, and what was done differently.",
    discussion: "In a terminal: the dashboard's Compare screen. Elsewhere, or with --text: tables.")

  @OptionGroup var compared: ComparedSessions

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print tables in Markdown.")
  var markdown = false

  @Flag(help: "Print tables, in a terminal too.")
  var text = false

  @OptionGroup var once: OnceOptions

  @OptionGroup var look: LookOptions

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard [json, markdown, text].count(where: { $0 }) <= 1 else {
      throw ValidationError("compare prints one form at a time")
    }
  }

  func run() async throws {
    let library = library.opened
    let isTable = json || markdown || text || isatty(STDOUT_FILENO) == 0
    if once.once || !isTable {
      let (opening, library) = try compared.opening(in: library)
      guard once.once else {
        return try await Dashboard.run(opening, library: library, look: look.look)
      }
      let state = try Moment(library: library, once: once).comparison(opening)
      return try once.show(state, look: look.look)
    }
    let report = try compared.report(in: library)
    if json { return try printJSON(report.comparison) }
    Output.line(markdown ? report.markdown : report.text)
  }
}

/// Sessions to compare, which of them is the baseline, and what they should reach.
struct ComparedSessions: ParsableArguments {
  @Argument(help: "Two or more sessions.")
  var sessions: [String]

  @Option(help: "The session that the others are measured against; the first unless named.")
  var baseline: String?

  @Option(help: "A value to reach, METRIC=VALUE. May be repeated.")
  var target: [String] = []

  @Option(
    help: ArgumentHelp(
      "Draw curves and who trained when from a moment of each session, and print its step. Cost to reach "
        + "counts from the beginning all the same.", valueName: AlignmentMark.usage),
    transform: readAlignment)
  var align: AlignmentMark?

  @Option(
    help: ArgumentHelp(
      "Show groups as their mean: repetitions with other seeds, the same recipes but for a key, or those that "
        + "share a field's value.", valueName: "seed|but:KEY|FIELD"),
    transform: readGrouping)
  var group: Grouping?

  func validate() throws {
    guard sessions.count > 1 else { throw ValidationError("it takes two or more sessions") }
    _ = try targets()
  }

  /// What opens the dashboard on them, the baseline first, and the library that they are of.
  ///
  /// - Throws: `StoreError`, or a usage failure.
  func opening(in library: SessionLibrary) throws -> (Opening, SessionLibrary) {
    var (folders, baseline) = try folders(in: library)
    let shared = folders[0].library
    guard folders.allSatisfy({ $0.library == shared }) else {
      throw Failure.usage("these sessions are not in one folder; --text compares them all the same")
    }
    folders.insert(folders.remove(at: baseline), at: 0)
    let logged = try Set(folders.flatMap { try SessionReader($0).metricNames() })
    return (
      .compare(
        folders.map(\.name), alignment: align, grouping: group,
        targets: try targets(among: logged)),
      shared
    )
  }

  /// Reads and compares them.
  ///
  /// - Throws: `StoreError`, or a usage failure.
  func report(in library: SessionLibrary) throws -> ComparisonReport {
    let (folders, baseline) = try folders(in: library)
    let histories = try folders.map { try HistoryReader(at: $0).compared() }
    let logged = Set(histories.flatMap(\.detail.summary.metrics.keys))
    let report = ComparisonReport(
      of: histories, baseline: baseline, targets: try targets(among: logged), alignment: align,
      grouping: group)
    if let alignment = report.comparison.alignment, alignment.steps.allSatisfy({ $0 == nil }) {
      throw Failure.usage("none of the sessions has a \(alignment.mark.title)")
    }
    if let group, histories.allSatisfy({ $0.detail.value(of: group.field) == nil }) {
      throw Failure.usage("none of the sessions has “\(group.field)”")
    }
    return report
  }

  /// Their folders, and the place of the baseline among them.
  private func folders(in library: SessionLibrary) throws -> ([SessionFolder], baseline: Int) {
    let folders = try sessions.map { try library.resolve($0) }
    guard let baseline else { return (folders, 0) }
    guard let place = folders.firstIndex(of: try library.resolve(baseline)) else {
      throw Failure.usage("the baseline “\(baseline)” is none of the compared sessions")
    }
    return (folders, place)
  }

  /// The values to reach, by the metric that is meant.
  private func targets(among logged: Set<String>) throws -> [String: Double] {
    var found: [String: Double] = [:]
    for (name, value) in try targets() {
      guard let metric = MetricName.meant(by: name, among: logged) else {
        throw Failure.usage("none of the sessions logged “\(name)”")
      }
      guard Comparison.canBeReached(metric) else {
        throw Failure.usage("\(metric) has no target: a single batch reaches any value by luck")
      }
      found[metric] = value
    }
    return found
  }

  private func targets() throws -> [String: Double] {
    var targets: [String: Double] = [:]
    for text in target {
      guard let equals = text.lastIndex(of: "="),
        let value = Double(text[text.index(after: equals)...]), value.isFinite
      else { throw ValidationError("“\(text)” is no target; write --target val/accuracy=0.9") }
      targets[String(text[..<equals])] = value
    }
    return targets
  }
}

private func readAlignment(_ text: String) throws -> AlignmentMark {
  guard let alignment = AlignmentMark(text) else {
    throw ValidationError("“\(text)” is no moment; there are \(AlignmentMark.usage)")
  }
  return alignment
}

private func readGrouping(_ text: String) throws -> Grouping {
  guard let grouping = Grouping(text) else {
    throw ValidationError("“\(text)” makes no groups; write seed, but:KEY, or a field")
  }
  return grouping
}
