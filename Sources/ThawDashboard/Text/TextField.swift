/// A line of text being typed.
public struct TextField: Equatable, Sendable {
  /// What is typed so far.
  public private(set) var text = ""
  /// Characters before the cursor.
  public private(set) var cursor = 0

  /// Starts with text, the cursor behind it.
  public init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// The text before the cursor.
  var head: String { String(text.prefix(cursor)) }

  mutating func insert(_ character: Character) {
    text.insert(character, at: index(cursor))
    cursor += 1
  }

  /// Applies an editing key; false where it is none.
  mutating func edit(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(character)
    case .backspace: delete(from: cursor - 1, to: cursor)
    case .delete: delete(from: cursor, to: cursor + 1)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .control("u"): delete(from: 0, to: cursor)
    case .control("k"): delete(from: cursor, to: text.count)
    case .control("w"): deleteWord()
    default: return false
    }
    return true
  }

  private mutating func deleteWord() {
    let kept = head.trimmingSuffix { $0 == " " }.trimmingSuffix { $0 != " " }
    delete(from: kept.count, to: cursor)
  }

  private mutating func delete(from start: Int, to end: Int) {
    guard start >= 0, end <= text.count, start < end else { return }
    text.removeSubrange(index(start)..<index(end))
    cursor = start
  }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: offset)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, matches(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
