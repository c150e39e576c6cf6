import ArgumentParser
import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawStore

/// Lists the sessions.
struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List the sessions, the newest first.",
    discussion: """
      Fields are name, state, step, started, tags, note, starred, recipe keys (method.train) and metrics \
      (val.accuracy for the best value, val.accuracy.last for the newest, val.accuracy@500 for that at step 500).
      tags = good finds those that have the tag.
      """)

  @Argument(
    help: """
      Only sessions whose name matches a regular expression, or for which an expression holds: \
      'val.accuracy > 0.9 and method.train = "head"'.
      """)
  var filter = ""

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: "Sort by a field, the greatest first; with + in front, the least first.")
  var sort: String?

  @Option(help: "The fields to print behind the name, apart by commas.")
  var columns: String?

  @Option(help: "Group by a field; each group has its mean ± sample standard deviation.")
  var group: String?

  @Flag(help: "List archived sessions too.")
  var all = false

  @Flag(help: "Print what each session takes on disk.")
  var size = false

  @Flag(help: "Print it again whenever it changes, until ctrl-c.")
  var watch = false

  @OptionGroup var library: LibraryOption

  func validate() throws {
    do { _ = try SessionFilter(filter) } catch { throw ValidationError(error.message) }
  }

  func run() async throws {
    let listing = library.opened.listing()
    for broken in listing.broken {
      Output.warn("\(broken.name): \(broken.error)")
    }
    try check(listing.sessions)
    if watch { return try await follow() }
    Output.line(try text(of: withSteps(listing.sessions)))
  }

  /// Refuses fields that no session has; where there are no sessions, nothing is known of them.
  private func check(_ sessions: [SessionSummary]) throws {
    var asked = arrangement
    if columns == nil { asked.columns = [] }
    let known = SessionFields(of: sessions)
    guard !sessions.isEmpty, let unknown = asked.fields.first(where: { !known.contains($0) })
    else { return }
    let hint =
      nearest(to: unknown, among: known.names).map { "did you mean \($0)?" }
      ?? "there are \(known.names.joined(separator: ", "))"
    throw Failure.usage("no session has “\(unknown)”; \(hint)")
  }

  /// Looks once a second; in a terminal each list takes the place of the one before.
  private func follow() async throws {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var shown: String?
    while true {
      let text = try text(of: withSteps(library.opened.listing().sessions))
      if text != shown {
        shown = text
        Output.line(isTerminal && !json ? screen(of: text) : text)
      }
      try await Task.sleep(for: .seconds(1))
    }
  }

  /// What finds room on the terminal, from its first cell on: a longer list would scroll its own head away.
  private func screen(of text: String) -> String {
    let size = terminalSize() ?? Size(width: 80, height: 24)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(
      size.height - 1)
    return "\u{1B}[H" + lines.map { "\($0.prefix(size.width))\u{1B}[K" }.joined(separator: "\n")
      + "\u{1B}[J"
  }

  private func withSteps(_ sessions: [SessionSummary]) -> [SessionSummary] {
    library.opened.adding(arrangement.stepFields, to: sessions)
  }

  private func text(of sessions: [SessionSummary]) throws -> String {
    let groups = sized(arrangement.arranged(sessions))
    if json {
      let shown = groups.flatMap(\.sessions)
      return String(decoding: try JSONEncoder.thaw.encode(shown), as: UTF8.self)
    }
    guard groups.contains(where: { !$0.sessions.isEmpty }) else {
      return sessions.isEmpty
        ? "no sessions in \(library.opened.folder.path); start one: thaw run RECIPE"
        : nothingListed(of: sessions)
    }
    return table(of: groups).text
  }

  /// Why none of some sessions is listed.
  private func nothingListed(of sessions: [SessionSummary]) -> String {
    var all = arrangement
    all.showsArchived = true
    let archived = all.arranged(sessions).reduce(0) { $0 + $1.sessions.count }
    return archived > 0
      ? "\(Numbers.count(archived, "session")) archived; --all lists archived ones too"
      : "the filter lets none of \(Numbers.count(sessions.count, "session")) through: \(filter)"
  }

  /// The same with what each takes on disk, where that is asked for.
  private func sized(_ groups: [SessionArrangement.Group]) -> [SessionArrangement.Group] {
    guard size else { return groups }
    var groups = groups
    for group in groups.indices {
      for place in groups[group].sessions.indices {
        let folder = library.opened.session(groups[group].sessions[place].name)
        groups[group].sessions[place].bytes = DiskUse(of: folder).total
      }
    }
    return groups
  }

  private var arrangement: SessionArrangement {
    var arrangement = SessionArrangement()
    arrangement.filter = filter
    arrangement.group = group
    arrangement.showsArchived = all
    if let sort {
      arrangement.isDescending = !sort.hasPrefix("+")
      arrangement.sort = sort.hasPrefix("+") ? String(sort.dropFirst()) : sort
    }
    let chosen = columns.map { $0.split(separator: ",").map { $0.filter { $0 != " " } } }
    arrangement.columns =
      chosen.map { ["name"] + $0.filter { $0 != "name" } } ?? [
        "name", "state", "step", "started", MetricName.validationLoss,
        MetricName.validationAccuracy,
      ]
    return arrangement
  }

  private func table(of groups: [SessionArrangement.Group]) -> TextTable {
    let fields = arrangement.columns
    let hasTags =
      columns == nil && groups.contains { $0.sessions.contains { !$0.labels.tags.isEmpty } }
    let shown = fields + (hasTags ? ["tags"] : [])
    let sessions = groups.flatMap(\.sessions)
    let numbers = shown.indices.filter { column in
      !["name", "state", "started", "tags", "note"].contains(shown[column])
        && sessions.allSatisfy {
          $0.value(of: shown[column])?.number != nil || $0.value(of: shown[column]) == nil
        }
    }
    let header = shown.map { title(of: $0, sessions) } + (size ? ["size"] : [])
    var table = TextTable(header: header, rightAligned: Set(numbers + (size ? [shown.count] : [])))
    for group in groups {
      if let field = self.group { table.add(line(of: group, field, shown)) }
      for session in group.sessions {
        let cells = shown.map { cell($0, of: session) }
        table.add(cells + (session.bytes.map { [printedBytes($0)] } ?? []))
      }
    }
    return table
  }

  /// A group's own line: its value, how many, and the mean and deviation of each numeric column, with how
  /// many have a value where not all do.
  private func line(
    of group: SessionArrangement.Group, _ field: String, _ shown: [String]
  ) -> [String] {
    shown.enumerated().map { place, column in
      guard place > 0 else { return "[\(field) = \(group.value ?? "–"), \(group.sessions.count)]" }
      guard let spread = group.spread(of: column), column != "started", column != "step" else {
        return ""
      }
      let count = group.sessions.count
      return Numbers.short(spread.mean)
        + (spread.deviation.map { " ± " + Numbers.short($0) } ?? "")
        + (spread.count < count ? " (\(spread.count) of \(count))" : "")
    }
  }

  private func cell(_ field: String, of session: SessionSummary) -> String {
    switch field {
    case "name": session.name + (session.labels.isStarred ? " ★" : "")
    case "state": session.stateText
    case "started": Numbers.date(session.started)
    default:
      switch session.value(of: field) {
      case .number(let number)?: field == "step" ? grouped(Int(number)) : Numbers.short(number)
      case .text(let text)?: text
      case nil: "–"
      }
    }
  }

  private static let shortTitles = [
    MetricName.validationLoss: "val loss", MetricName.validationAccuracy: "val acc",
  ]

  /// A column's heading, which says of a metric's bare name that its values are the best.
  private func title(of field: String, _ sessions: [SessionSummary]) -> String {
    if field == "name" { return "session" }
    let isBest = sessions.contains { session in
      session.recipe[field] == nil
        && MetricName.meant(by: field, among: session.metrics.keys)
          .map { session.metrics[$0]?.best != nil } ?? false
    }
    // Where nobody chose the columns, short enough for a terminal of 80 columns.
    let short = columns == nil ? Self.shortTitles[field] : nil
    return (isBest ? "best " : "") + (short ?? field)
  }
}

/// Prints a value as thaw's JSON.
///
/// - Throws: Why it cannot be encoded.
func printJSON(_ value: some Encodable) throws {
  Output.line(String(decoding: try JSONEncoder.thaw.encode(value), as: UTF8.self))
}
