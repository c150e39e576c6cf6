import ThawCanvas

extension String {
  /// The text in at most so many columns: what is too much is taken out behind its first `head` columns, the middle
  /// where none are named, as names that begin alike differ at their ends.
  func shortened(to width: Int, head: Int? = nil, _ sign: Character) -> String {
    guard columns > width else { return self }
    guard width > 1 else { return String(sign) }
    let head = min(head ?? (width - 1) / 2, width - 1)
    let start = prefix(columns: head)
    let end = String(reversed()).prefix(columns: width - 1 - head)
    return start + String(sign) + String(end.reversed())
  }

  /// A dotted name in at most so many columns: its first words give way to their first letters, before more is taken out.
  ///
  /// Numbers and the last word are what tells a layer from the others.
  func abbreviated(to width: Int, _ sign: Character) -> String {
    var words = split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for place in words.indices.dropLast() where !words[place].allSatisfy(\.isNumber) {
      guard words.joined(separator: ".").columns > width else { break }
      words[place] = String(words[place].prefix(1))
    }
    return words.joined(separator: ".").shortened(to: width, sign)
  }
}
