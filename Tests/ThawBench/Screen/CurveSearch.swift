/// Finds the first picture with a curve in what a program writes to its terminal.
struct CurveSearch {
  /// So many cells of dots are a curve; a spark line has fewer.
  private static let enough = 30

  private var title = WordSearch("loss")
  private var dots = 0
  /// How much of a braille character's UTF-8 was seen: E2, then A0…A3.
  private var isInside = false

  /// Whether the title of the loss chart was written, and then enough dots.
  var isFound: Bool { dots >= Self.enough }

  /// Looks through what was written next.
  mutating func look(through bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      guard title.isFound else {
        title.look(at: byte)
        continue
      }
      if isInside, (0xA0...0xA3).contains(byte) { dots += 1 }
      isInside = byte == 0xE2
    }
  }
}

/// Finds a word in what comes byte by byte; it must not begin again within itself.
struct WordSearch {
  private let word: [UInt8]
  private var matched = 0

  init(_ word: String) { self.word = Array(word.utf8) }

  var isFound: Bool { matched == word.count }

  mutating func look(at byte: UInt8) {
    guard !isFound else { return }
    if byte == word[matched] {
      matched += 1
    } else {
      matched = byte == word[0] ? 1 : 0
    }
  }
}
