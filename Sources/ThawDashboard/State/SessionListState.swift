public import ThawProtocol

/// The list of sessions: arranged, with a cursor and marks that stay on their session.
public struct SessionListState: Equatable, Sendable {
  /// All sessions, newest first; nil until they were read once.
  public internal(set) var all: [SessionSummary]?
  /// The name of the session under the cursor.
  public internal(set) var cursor: String?
  /// The names of the marked sessions, in the order of marking; the first is the baseline of a comparison.
  public internal(set) var marks: [String] = []
  /// Which are shown, in which order, with which columns and groups.
  public internal(set) var arrangement = SessionArrangement()
  /// Why the filter cannot be read; nil where it can.
  public internal(set) var filterError: String?
  /// The sessions that cannot be read, by name.
  public internal(set) var broken: [String] = []
  /// The session that was deleted last here; nil where none was, or it is back.
  public internal(set) var deleted: String?

  /// When the list is read again while it is shown, on the dashboard's clock.
  var reloadAt = 0.0

  /// How many seconds a list that is shown may be old; where no session runs little changes.
  var freshness: Double {
    let runs = all?.contains { [.running, .paused, .stalled].contains($0.state) } ?? true
    return runs ? 5 : 15
  }

  private(set) var groups: [SessionArrangement.Group] = []

  /// What the filter says.
  var filter: String { arrangement.filter }

  /// How it is arranged, without a filter that nothing matches.
  var keptArrangement: SessionArrangement {
    guard all != nil, visible.isEmpty else { return arrangement }
    var kept = arrangement
    kept.filter = ""
    return kept
  }

  var visible: [SessionSummary] { groups.flatMap(\.sessions) }

  var current: SessionSummary? { visible.first { $0.name == cursor } }

  mutating func take(_ sessions: [SessionSummary]) {
    let known = Dictionary((all ?? []).map { ($0.name, $0.valuesAtSteps) }) { first, _ in first }
    // A list that was read for another reason comes without them.
    let sessions = sessions.map { session in
      var session = session
      session.valuesAtSteps.merge(known[session.name] ?? [:]) { new, _ in new }
      return session
    }
    let isFirst = all == nil
    all = sessions.sorted { ($1.started, $0.name) < ($0.started, $1.name) }
    let names = Set(sessions.map(\.name))
    marks.removeAll { !names.contains($0) }
    arrange()
    // What was looked for in an earlier start must not hide all there is now.
    if isFirst, visible.isEmpty, !filter.isEmpty { setFilter("") }
  }

  mutating func take(_ kept: KeptChoices) {
    arrangement = kept.arrangement
    marks = kept.marks
    setFilter(arrangement.filter)
  }

  /// Puts a marked session before the others: the first is the baseline.
  mutating func markFirst(_ name: String) {
    guard let place = marks.firstIndex(of: name) else { return }
    marks.insert(marks.remove(at: place), at: 0)
  }

  mutating func move(by distance: Int) {
    let shown = visible
    guard !shown.isEmpty else { return }
    let place = shown.firstIndex { $0.name == cursor } ?? 0
    cursor = shown[min(max(place + distance, 0), shown.count - 1)].name
  }

  mutating func toggleMark() {
    guard let cursor = current?.name else { return }
    if let place = marks.firstIndex(of: cursor) {
      marks.remove(at: place)
    } else {
      marks.append(cursor)
    }
  }

  mutating func setFilter(_ text: String) {
    arrangement.filter = text
    do throws(SessionFilterError) {
      _ = try SessionFilter(text)
      filterError = nil
    } catch { filterError = error.message }
    arrange()
  }

  mutating func rearrange(_ change: (inout SessionArrangement) -> Void) {
    change(&arrangement)
    arrange()
  }

  /// Sorts by the next of the columns, after the last by age again.
  mutating func cycleSort() {
    rearrange { arrangement in
      let fields = arrangement.shownColumns
      let place = arrangement.sort.flatMap(fields.firstIndex)
      let next = place.map { $0 + 1 } ?? 0
      arrangement.sort(by: next < fields.count ? fields[next] : nil)
    }
  }

  /// Sorts by a field, or turns the order round where it is sorted by that already.
  mutating func sort(by field: String) {
    rearrange { arrangement in
      let sorting = arrangement.sorting
      guard sorting.field == field else { return arrangement.sort(by: field) }
      (arrangement.sort, arrangement.isDescending) = (field, !sorting.isDescending)
    }
  }

  /// The fields that any session has.
  var fields: SessionFields { SessionFields(of: all ?? []) }

  private mutating func arrange() {
    groups = arrangement.arranged(all ?? [])
    if current == nil { cursor = visible.first?.name }
  }
}

extension SessionArrangement {
  /// Sorts by a field, or by age: of what is measured the greatest is wanted first; text is read from A on.
  mutating func sort(by field: String?) {
    sort = field
    isDescending = field.map { !["name", "state"].contains($0) } ?? false
  }

  /// What the sessions are sorted by, which way.
  var sorting: (field: String, isDescending: Bool) {
    sort.map { ($0, isDescending) } ?? ("started", true)
  }

  /// The columns, the usual ones where none were chosen; a row without its name would say nothing.
  var shownColumns: [String] {
    let chosen =
      columns.isEmpty
      ? ["state", "step", "started", MetricName.validationLoss, MetricName.validationAccuracy]
      : columns.filter { $0 != "name" }
    return ["name"] + chosen
  }
}
