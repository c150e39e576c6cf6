/// The command palette while it is open.
struct PaletteState: Equatable, Sendable {
  /// The line being typed, without a colon.
  var field = TextField()
  /// What was wrong with the line when it was entered.
  var error: String?
  /// The chosen completion, and what was typed before it.
  var completion: Completing?
  /// How far back in the history the line comes from, and what was typed before.
  var recall: Recall?

  struct Completing: Equatable, Sendable {
    var typed: String
    var index: Int
  }

  struct Recall: Equatable, Sendable {
    var typed: String
    var depth: Int
  }

  /// The text whose completions are offered.
  var typed: String { completion?.typed ?? field.text }

  /// Takes the next completion, or the one before, going round.
  mutating func complete(from candidates: [Completion], by distance: Int) {
    guard !candidates.isEmpty else { return }
    let start = completion?.index ?? (distance > 0 ? -1 : candidates.count)
    complete(to: (start + distance + candidates.count) % candidates.count, of: candidates)
  }

  /// Takes a completion.
  mutating func complete(to index: Int, of candidates: [Completion]) {
    completion = Completing(typed: typed, index: index)
    field = TextField(candidates[index].line)
    error = nil
    // The only candidate is settled, so that the next word can be completed at once.
    if candidates.count == 1 { completion = nil }
  }

  /// Goes to an earlier line of the history, or a later one.
  mutating func recall(from history: [String], by distance: Int) {
    let typed = recall?.typed ?? field.text
    let depth = min(max((recall?.depth ?? 0) - distance, 0), history.count)
    completion = nil
    error = nil
    field = TextField(depth == 0 ? typed : history[history.count - depth])
    recall = depth == 0 ? nil : Recall(typed: typed, depth: depth)
  }

  mutating func edit(_ key: Key) {
    guard field.edit(key) else { return }
    completion = nil
    recall = nil
    error = nil
  }
}
