import ThawProtocol

extension DashboardState {
  /// The state that `space` gives its rows: frozen as long as one of them trains.
  var toggleGoal: RowState {
    guard let board = run?.board else { return .frozen }
    let trains = board.targets.contains { goal(of: board.rows[$0]) == .trainable }
    return trains ? .frozen : .trainable
  }

  /// The goal of the newest unanswered command about a row.
  func pendingGoal(of row: String) -> RowState? {
    pending.last { !$0.isOverdue && $0.goal != nil && $0.rows.contains(row) }?.goal
  }

  /// Commands other than those about rows that wait for their answer.
  var pendingControls: [PendingCommand] { pending.filter { $0.goal == nil && !$0.isOverdue } }

  mutating func toggleRows() -> [DashboardEffect] {
    guard let board = run?.board else { return [] }
    let effects = change(board.targets, to: toggleGoal)
    // What has to be confirmed stays marked, so that the same key does it.
    if unconfirmedThaw == nil { run?.board.clearMarks() }
    return effects
  }

  mutating func freezeBelow() -> [DashboardEffect] {
    guard let board = run?.board else { return [] }
    guard board.cursor > 0 else {
      toast(.information, "no layer is nearer the input than \(board.rows.first?.name ?? "this")")
      return []
    }
    return change(board.rowsBelow, to: .frozen)
  }

  mutating func thawAbove() -> [DashboardEffect] {
    guard let board = run?.board else { return [] }
    return change(board.rowsAbove, to: .trainable)
  }

  /// Sends a command, or says why that can't be done.
  mutating func send(_ command: Command, rows: [String] = []) -> [DashboardEffect] {
    if let refusal = commandRefusal {
      toast(.warning, refusal)
      return []
    }
    guard hasMemory(for: command, rows: rows) else { return [] }
    let id = makeRequestID()
    pending.append(PendingCommand(id: id, command: command, rows: rows, sentAt: now))
    return [.send(Request(id: id, command: command))]
  }

  /// The rows that a command is about.
  func rowNames(of command: Command) -> [String] {
    guard let board = run?.board else { return [] }
    switch command {
    case .freeze(let patterns), .thaw(let patterns):
      // Patterns that name no row never get here, and the engine would refuse them.
      return board.rows(matching: patterns).map { board.rows[$0].name }
    default: return []
    }
  }

  private func goal(of row: LayerRow) -> RowState { pendingGoal(of: row.name) ?? row.state }

  private mutating func change(_ indices: [Int], to goal: RowState) -> [DashboardEffect] {
    guard let rows = run?.board.rows else { return [] }
    let changing = indices.filter { self.goal(of: rows[$0]) != goal }
    guard !changing.isEmpty else {
      toast(.information, "they are \(goal.rawValue) already")
      return []
    }
    let patterns = rowPatterns(for: changing, in: rows.map(\.name))
    return send(
      goal == .frozen ? .freeze(patterns) : .thaw(patterns), rows: changing.map { rows[$0].name })
  }
}

/// The shortest patterns for rows: names, `blocks.0-4` and `stem..blocks.4` for neighbours.
func rowPatterns(for indices: [Int], in names: [String]) -> [String] {
  var spans: [ClosedRange<Int>] = []
  for index in indices.sorted() {
    if let last = spans.last, last.upperBound == index - 1 {
      spans[spans.count - 1] = last.lowerBound...index
    } else {
      spans.append(index...index)
    }
  }
  return spans.map { span in
    let (first, last) = (names[span.lowerBound], names[span.upperBound])
    if span.count == 1 { return first }
    let (stem, lastStem) = (first.trimmingNumber, last.trimmingNumber)
    let numbers = (Int(first.dropFirst(stem.count)), Int(last.dropFirst(lastStem.count)))
    // A numbered range names rows by number, so none may be missing in between.
    if stem == lastStem, let low = numbers.0, let high = numbers.1, high - low == span.count - 1 {
      return "\(stem)\(low)-\(high)"
    }
    return "\(first)..\(last)"
  }
}

extension String {
  /// What remains before a number at the end.
  fileprivate var trimmingNumber: String {
    String(prefix(count - reversed().prefix(while: \.isNumber).count))
  }
}
