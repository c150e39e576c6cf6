/// Names rows by name, numbered range, glob, or span of the board.
///
/// `head` is one row; `blocks.0-4` the rows `blocks.0` to `blocks.4`; `blocks.*` and `*` are globs
/// (`*` any text, `?` one character); `stem..blocks.3` all rows from one to the other in board order.
public enum RowPattern {
  /// The indices of the rows that any of the patterns names, ascending.
  ///
  /// - Throws: ``CommandSyntaxError`` naming the first pattern that matches no row.
  public static func indices(
    of patterns: [String], in rows: [String]
  ) throws(CommandSyntaxError) -> [Int] {
    var matched: Set<Int> = []
    for pattern in patterns {
      let found = matches(pattern, in: rows)
      guard !found.isEmpty else {
        throw CommandSyntaxError(
          "no row matches “\(pattern)”; the rows are \(rows.joined(separator: ", "))")
      }
      matched.formUnion(found)
    }
    return matched.sorted()
  }

  private static func matches(_ pattern: String, in rows: [String]) -> [Int] {
    if let exact = rows.firstIndex(of: pattern) { return [exact] }
    if let span = span(pattern, in: rows) { return span }
    if let range = numberedRange(pattern) {
      let names = Set(range.numbers.map { "\(range.stem)\($0)" })
      return rows.indices.filter { names.contains(rows[$0]) }
    }
    guard pattern.contains(where: { $0 == "*" || $0 == "?" }) else { return [] }
    return rows.indices.filter { glob(Array(pattern)[...], Array(rows[$0])[...]) }
  }

  private static func span(_ pattern: String, in rows: [String]) -> [Int]? {
    guard let dots = pattern.firstRange(of: "..") else { return nil }
    guard let first = rows.firstIndex(of: String(pattern[..<dots.lowerBound])),
      let last = rows.firstIndex(of: String(pattern[dots.upperBound...])), first <= last
    else { return nil }
    return Array(first...last)
  }

  private static func numberedRange(
    _ pattern: String
  ) -> (stem: Substring, numbers: ClosedRange<Int>)? {
    guard let dash = pattern.lastIndex(of: "-"),
      let last = Int(pattern[pattern.index(after: dash)...])
    else { return nil }
    let front = pattern[..<dash]
    let digits = front.reversed().prefix(while: \.isNumber).count
    guard digits > 0, let first = Int(front.suffix(digits)), first <= last, last - first < 100_000
    else { return nil }
    return (front.dropLast(digits), first...last)
  }

  private static func glob(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool
  {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "*" {
      return (text.startIndex...text.endIndex).contains { glob(pattern.dropFirst(), text[$0...]) }
    }
    guard let character = text.first, first == "?" || first == character else { return false }
    return glob(pattern.dropFirst(), text.dropFirst())
  }
}
