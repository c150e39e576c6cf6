/// How well a few typed letters fit a name that has them all in order.
///
/// Letters side by side and at the start of words count more, and of equal fits the shorter name wins:
/// `chk` finds `checkpoint`, `b15` finds `blocks.15`.
struct FuzzyMatch: Equatable {
  /// The greater the better.
  let score: Int

  /// Nil where a letter is missing; case counts for nothing.
  init?(_ typed: String, in name: String) {
    guard !typed.isEmpty else {
      score = 0
      return
    }
    let letters = Array(name.lowercased())
    var score = 0
    var place = 0
    var last: Int?
    for letter in typed.lowercased() {
      guard let found = letters[place...].firstIndex(of: letter) else { return nil }
      let startsWord = found == 0 || !(letters[found - 1].isLetter || letters[found - 1].isNumber)
      score += last == found - 1 ? 8 : startsWord ? 6 : 1
      (last, place) = (found, found + 1)
    }
    if letters.starts(with: Array(typed.lowercased())) { score += 100 }
    self.score = score * 100 - letters.count
  }
}

extension Array {
  /// The elements whose name fits, the best first; what begins with the text stays in order.
  func fitting(_ typed: String, by name: (Element) -> String) -> [Element] {
    let matches = enumerated().compactMap { index, element in
      FuzzyMatch(typed, in: name(element)).map { match in
        (rank: name(element).hasPrefix(typed) ? Int.max : match.score, index: index, element)
      }
    }
    return matches.sorted { ($1.rank, $0.index) < ($0.rank, $1.index) }.map(\.2)
  }
}
