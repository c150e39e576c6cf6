public import ThawProtocol

/// The list of sessions: the newest first, with a cursor and marks that stay on their session.
public struct SessionListState: Equatable, Sendable {
  /// All sessions, newest first; nil until they were read once.
  public internal(set) var all: [SessionSummary]?
  /// The name of the session under the cursor.
  public internal(set) var cursor: String?
  /// The names of the marked sessions, in the order of marking; the first is the baseline of a comparison.
  public internal(set) var marks: [String] = []
  /// Text that names of shown sessions contain; after `!`, that they don't.
  public internal(set) var filter = ""

  /// When the list is read again while it is shown, on the dashboard's clock.
  var reloadAt = 0.0

  /// How many seconds a list that is shown may be old.
  static let freshness = 5.0

  var visible: [SessionSummary] {
    let filter = Filter(filter)
    return (all ?? []).filter { filter.accepts($0.name) }
  }

  var current: SessionSummary? { visible.first { $0.name == cursor } }

  mutating func take(_ sessions: [SessionSummary]) {
    all = sessions.sorted { ($1.started, $0.name) < ($0.started, $1.name) }
    let names = Set(sessions.map(\.name))
    marks.removeAll { !names.contains($0) }
    if current == nil { cursor = visible.first?.name }
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
    filter = text
    if current == nil { cursor = visible.first?.name }
  }
}
