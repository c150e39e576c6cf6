import ThawCanvas
import ThawProtocol

/// Everything that distinguishes compared sessions as lines of aligned columns, one a session.
struct CompareTables {
  let comparison: Comparison
  let metric: String
  /// The place of the session in front.
  let cursor: Int
  /// A session's colour.
  let role: (Int) -> Role
  let context: RenderContext

  /// All lines, each at most `width` columns.
  func lines(width: Int) -> [Line] {
    let layout = Layout(comparison, cursor: cursor, width: width)
    let sections = CompareSection.all(comparison, metric: metric, isNarrow: layout.isNarrow)
    return Array(
      sections.enumerated().map { index, section in
        [index == 0 ? header(section, layout) : heading(section)]
          + section.entries.map { line($0, layout) }
      }.joined(separator: [Line("")]))
  }

  /// How many sessions have no column in so many columns of the screen.
  func hiddenCount(width: Int) -> Int {
    comparison.sessions.count - Layout(comparison, cursor: cursor, width: width).shown.count
  }

  /// Which sessions have a column, and how wide it is.
  struct Layout {
    let label: Int
    let column: Int
    /// The places of the sessions that have a column: the baseline, and those around the cursor.
    let shown: [Int]

    /// Where there is no room for newest, best and difference, the newest goes.
    var isNarrow: Bool { column < 26 }

    init(_ comparison: Comparison, cursor: Int, width: Int) {
      let sections = CompareSection.all(comparison, metric: "", isNarrow: true)
      let labels = sections.flatMap(\.entries).map(\.label.columns)
      label = min(28, max(width / 3, 12), labels.max() ?? 0)
      let count = comparison.sessions.count
      let fitting = max(2, (width - label) / 17)
      guard count > fitting else {
        shown = Array(0..<count)
        column = max(8, min(34, (width - label) / max(1, count) - 2))
        return
      }
      let others = (0..<count).filter { $0 != comparison.baseline }
      let place = others.firstIndex(of: cursor) ?? others.firstIndex { $0 > cursor } ?? 0
      let first = min(max(0, place - (fitting - 1) / 2), others.count - (fitting - 1))
      shown = [comparison.baseline] + others[first..<(first + fitting - 1)]
      column = (width - label) / fitting - 2
    }
  }

  private func header(_ section: CompareSection, _ layout: Layout) -> Line {
    let names = layout.shown.flatMap { index -> [Span] in
      let sign = index == comparison.baseline ? "\(context.glyphs.checkpoint) " : ""
      let name = "\(sign)\(index + 1) \(comparison.sessions[index])"
        .shortened(to: layout.column, context.glyphs.ellipsis)
      return [
        Span("  "),
        Span(
          padded(name, to: layout.column), role(index),
          attributes: index == cursor ? [.bold, .reverse] : .bold),
      ]
    }
    return Line([Span(padded(section.title, to: layout.label), .muted)] + names)
  }

  private func heading(_ section: CompareSection) -> Line {
    Line([Span(plain(section.title), .title), Span("  " + plain(section.detail), .muted)])
  }

  private func line(_ entry: CompareSection.Entry, _ layout: Layout) -> Line {
    let cells = layout.shown.flatMap { index -> [Span] in
      guard let cell = entry.cells[index] else {
        return [Span("  " + padded(String(context.glyphs.missing), to: layout.column), .muted)]
      }
      let value = plain(cell.value)
      guard !cell.note.isEmpty, value.columns < layout.column else {
        return [
          Span("  "), Span(padded(value, to: layout.column), cell.note.isEmpty ? cell.role : nil),
        ]
      }
      let room = layout.column - value.columns - 1
      let note = plain(cell.note)
      // A number whose end is cut off would be another number.
      let isCutNumber = note.columns > room && note.last?.isNumber == true
      return [Span("  \(value) "), Span(padded(isCutNumber ? "" : note, to: room), cell.role)]
    }
    let role: Role = entry.isAccented ? .accent : .text
    return Line([Span(padded(plain(entry.label), to: layout.label), role)] + cells)
  }

  /// The text in signs that the terminal has.
  private func plain(_ text: String) -> String {
    guard context.glyphs != .unicode else { return text }
    return text.map { character in
      switch character {
      case "×": "x"
      case "±": "+-"
      case "≥": ">="
      case "≤": "<="
      case "√": "sqrt"
      case "–": "-"
      default: String(character)
      }
    }.joined()
  }

  private func padded(_ text: String, to width: Int) -> String {
    guard text.columns > width else {
      return text + String(repeating: " ", count: width - text.columns)
    }
    var cut = text
    while cut.columns > max(0, width - 1), !cut.isEmpty { cut.removeLast() }
    return cut + String(context.glyphs.ellipsis)
  }
}
