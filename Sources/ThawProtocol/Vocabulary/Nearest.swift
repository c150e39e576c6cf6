/// The known name that a misspelt one most likely means, or nil where none is near.
///
/// Near is an edit distance of at most a third of the name's length, and at least two.
public func nearest(to name: String, among known: [String]) -> String? {
  let scored = known.map { (name: $0, distance: editDistance(name, $0)) }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, name.count / 3) ? best.name : nil
}

/// Insertions, deletions and replacements of characters that turn one text into the other.
func editDistance(_ first: String, _ second: String) -> Int {
  let columns = Array(second)
  var previous = Array(0...columns.count)
  for (row, character) in first.enumerated() {
    var current = [row + 1]
    for (column, other) in columns.enumerated() {
      let replaced = previous[column] + (character == other ? 0 : 1)
      current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[columns.count]
}
