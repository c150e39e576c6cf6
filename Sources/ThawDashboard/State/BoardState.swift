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

  /// The rows that the filter lets through, in the board's order, as indices into ``rows``.
  private(set) var visible: [Int] = []
  /// What the rows are ordered by.
  private(set) var order = BoardOrder.network
  /// Whether they come the other way round.
  private(set) var isReversed = false
  /// Rows whose tensors are listed below them.
  private(set) var expanded: Set<Int> = []

  private var arrangement: [Int] = []

  /// The rows a command is about: the marked ones, else the one under the cursor.
  var targets: [Int] {
    let marked = marked
    if !marked.isEmpty { return marked.sorted() }
    return visible.contains(cursor) ? [cursor] : []
  }

  /// The marked rows, a range that is being drawn included.
  var marked: Set<Int> {
    guard let rangeStart else { return marks }
    guard let start = visible.firstIndex(of: rangeStart), let end = visible.firstIndex(of: cursor)
    else { return marks.union([rangeStart, cursor]) }
    return marks.union(visible[min(start, end)...max(start, end)])
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
      (order, isReversed, arrangement, expanded) = (.network, false, [], [])
      rows = newRows
      refreshVisible()
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
    let place =
      shown.firstIndex(of: cursor) ?? shown.firstIndex { $0 >= cursor } ?? shown.count - 1
    cursor = shown[min(max(place + distance, 0), shown.count - 1)]
  }

  /// Puts the cursor on a row, if it is shown.
  mutating func select(_ index: Int) { if visible.contains(index) { cursor = index } }

  mutating func setFilter(_ text: String) {
    filter = text
    refreshVisible()
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

  /// Marks the rows that are called like the cursor's but for numbers: all `blocks.3` or all `blocks.7.mlp`;
  /// where all of them are marked, takes the marks away.
  mutating func toggleGroup() {
    guard rows.indices.contains(cursor) else { return }
    func pattern(_ index: Int) -> String { rows[index].name.filter { !$0.isNumber } }
    let wanted = pattern(cursor)
    let group = Set(visible.filter { pattern($0) == wanted })
    marks = marked
    rangeStart = nil
    marks = group.isSubset(of: marks) ? marks.subtracting(group) : marks.union(group)
  }

  /// Marks these rows and no others.
  mutating func mark(_ indices: some Sequence<Int>) {
    rangeStart = nil
    marks = Set(indices)
  }

  /// Lists the tensors of the cursor's row below it, or no longer.
  mutating func toggleTensors() {
    if expanded.remove(cursor) == nil, visible.contains(cursor) { expanded.insert(cursor) }
  }

  /// Shows the rows in this order, indices into ``rows``.
  mutating func arrange(by order: BoardOrder, reversed: Bool, _ indices: [Int]) {
    (self.order, isReversed) = (order, reversed)
    arrangement = order == .network && !reversed ? [] : indices
    refreshVisible()
  }

  private mutating func refreshVisible() {
    let all = arrangement.isEmpty ? Array(rows.indices) : arrangement
    let wanted = Filter(filter)
    visible = filter.isEmpty ? all : all.filter { wanted.accepts(rows[$0].name) }
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
