/// Lines of text, one below the other.
public struct Text: Equatable, Sendable, View {
  /// The lines, from top to bottom.
  public var lines: [Line]
  /// The first line that is shown.
  public var offset: Int

  /// Makes a text of lines.
  public init(_ lines: [Line], offset: Int = 0) {
    self.lines = lines
    self.offset = offset
  }

  /// Draws as many lines as there are rows.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    for (row, line) in lines.dropFirst(max(0, offset)).prefix(area.height).enumerated() {
      line.render(in: area.row(row), into: &buffer, context: context)
    }
  }
}

extension Line {
  /// The line broken at spaces into lines of at most so many columns; longer words are broken
  /// anywhere, a number is not broken off its `%`.
  public func wrapped(to width: Int) -> [Line] {
    guard width > 0, columns > width else { return [self] }
    var result: [Line] = []
    var current: [(character: Character, span: Int)] = []
    var used = 0
    for (index, span) in spans.enumerated() {
      for character in span.text.replacing(" %", with: Self.fixedPercent) {
        let taken = max(1, character.columns)
        if used + taken > width {
          if character == " " {
            result.append(joined(current))
            (current, used) = ([], 0)
            continue
          }
          // Carry the word that would be broken, unless it is the whole line.
          let space = current.lastIndex { $0.character == " " }
          let carried = space.map { Array(current[($0 + 1)...]) } ?? []
          result.append(joined(space.map { Array(current[..<$0]) } ?? current))
          current = carried
          used = carried.reduce(0) { $0 + max(1, $1.character.columns) }
        }
        current.append((character, index))
        used += taken
      }
    }
    result.append(joined(current))
    return result
  }

  /// With a space that is none to break at.
  private static let fixedPercent = "\u{A0}%"

  private func joined(_ characters: [(character: Character, span: Int)]) -> Line {
    var pieces: [Span] = []
    var last: Int?
    for (fixed, index) in characters {
      let character = fixed == "\u{A0}" ? " " : fixed
      if index == last {
        pieces[pieces.count - 1].text.append(character)
      } else {
        var piece = spans[index]
        piece.text = String(character)
        pieces.append(piece)
        last = index
      }
    }
    return Line(pieces, alignment: alignment)
  }
}
