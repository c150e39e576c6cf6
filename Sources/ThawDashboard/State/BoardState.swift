public import ThawProtocol

/// The layer board: rows, where the cursor is, which are marked, which are shown.
public struct BoardState: Equatable, Sendable {
  /// The rows from input to output.
  public internal(set) var rows: [LayerRow] = []
  /// The cursor's row, an index into ``rows``.
  public internal(set) var cursor = 0
  /// What names of shown rows contain, text or a regular expression; after `!`, what they don't.
  public internal(set) var filter = ""
  /// What the run has measured of itself, for forecasts.
  public internal(set) var calibration = Calibration()

  /// How many rows, from the input on, are not computed, as their output is kept.
  var cachedRows = 0

  private var marks: Set<Int> = []
  private(set) var rangeStart: Int?

  /// The rows that the filter lets through, as indices into ``rows``.
  var visible: [Int] {
    guard !filter.isEmpty else { return Array(rows.indices) }
    let filter = Filter(filter)
    return rows.indices.filter { filter.accepts(rows[$0].name) }
  }

  /// The rows a command is about: the marked ones, else the one under the cursor.
  var targets: [Int] {
    let marked = marked
    if !marked.isEmpty { return marked.sorted() }
    return visible.contains(cursor) ? [cursor] : []
  }

  /// The marked rows, a range that is being drawn included.
  var marked: Set<Int> {
    guard let rangeStart else { return marks }
    let range = min(rangeStart, cursor)...max(rangeStart, cursor)
    return marks.union(visible.filter(range.contains))
  }

  var trainableParameters: Int {
    rows.lazy.filter { $0.state == .trainable }.map(\.parameters).reduce(0, +)
  }

  var parameters: Int { rows.lazy.map(\.parameters).reduce(0, +) }

  mutating func take(_ newRows: [LayerRow]) {
    if rows.map(\.name) != newRows.map(\.name) {
      // The head is where a fine-tune begins, so the cursor starts there.
      cursor = max(0, newRows.count - 1)
      clearMarks()
    }
    rows = newRows
  }

  mutating func take(_ states: [String: RowState]) {
    for index in rows.indices {
      if let state = states[rows[index].name] { rows[index].state = state }
    }
  }

  mutating func take(_ standings: [String: RowStanding]) {
    for index in rows.indices {
      if let standing = standings[rows[index].name] { rows[index].standing = standing }
    }
  }

  /// Moves the cursor over shown rows by so many, stopping at the ends.
  mutating func move(by distance: Int) {
    let shown = visible
    guard !shown.isEmpty else { return }
    let place = shown.firstIndex { $0 >= cursor } ?? shown.count - 1
    cursor = shown[min(max(place + distance, 0), shown.count - 1)]
  }

  /// Puts the cursor on a row, if it is shown.
  mutating func select(_ index: Int) { if visible.contains(index) { cursor = index } }

  mutating func setFilter(_ text: String) {
    filter = text
    if !visible.contains(cursor) { move(by: 0) }
  }

  /// Begins a range of marks at the cursor, or ends the one that was begun.
  mutating func toggleRange() {
    guard rangeStart != nil else {
      rangeStart = cursor
      return
    }
    marks = marked
    rangeStart = nil
  }

  mutating func clearMarks() {
    marks = []
    rangeStart = nil
  }
}

/// A filter as `/` takes it: text or a regular expression that is contained, any case; after `!`, that is not.
struct Filter {
  private let text: String
  private let isInverted: Bool
  /// Set where the text has more than letters, digits and dots, and can be read.
  private let expression: Regex<AnyRegexOutput>?

  init(_ typed: String) {
    isInverted = typed.hasPrefix("!")
    let wanted = isInverted ? String(typed.dropFirst()) : typed
    text = wanted.lowercased()
    let isPlain = !wanted.contains { "^$*+?|()[]{}\\".contains($0) }
    expression = isPlain ? nil : try? Regex(wanted).ignoresCase()
  }

  func accepts(_ name: String) -> Bool {
    if text.isEmpty { return true }
    let isFound =
      expression.map { name.firstMatch(of: $0) != nil } ?? name.lowercased().contains(text)
    return isFound != isInverted
  }
}
