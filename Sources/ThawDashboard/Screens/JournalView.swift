import ThawCanvas
import ThawProtocol

/// What was asked of the run and what became of it, the newest first.
struct JournalView: View {
  let journal: [JournalEntry]
  let scroll: Int
  let isFocused: Bool

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let count = journal.isEmpty ? "" : "\(journal.count)"
    let inner = Panel("journal", detail: Line(count), isFocused: isFocused)
      .renderFrame(in: area, into: &buffer, context: context)
    guard !journal.isEmpty else {
      Line(" what you freeze, thaw and change is listed here", .muted)
        .render(in: inner, into: &buffer, context: context)
      return
    }
    let width = journal.map { grouped($0.step).count }.max() ?? 0
    let first = min(scroll, max(0, journal.count - inner.height))
    let lines = journal.reversed().dropFirst(first).prefix(inner.height)
      .map { line($0, stepWidth: width, context.glyphs) }
    Text(Array(lines)).render(in: inner, into: &buffer, context: context)
  }

  private func line(_ entry: JournalEntry, stepWidth: Int, _ glyphs: Glyphs) -> Line {
    let step = grouped(entry.step)
    let padding = String(repeating: " ", count: stepWidth - step.count)
    var spans = [Span(" \(padding)\(step) ", .muted)]
    let isAlarm = entry.command.hasPrefix("alarm")
    switch entry.outcome {
    case .applied(_, let note):
      let mark = PlotMark.Kind(entry)
      spans += [
        Span(isAlarm ? glyphs.alarm : mark?.glyph(glyphs) ?? glyphs.check, mark?.role ?? .success),
        Span(" "), Span(entry.command, isAlarm ? .error : nil),
      ]
      if let note { spans.append(Span(" \(glyphs.separator) \(note)", .muted)) }
    case .refused(let reason):
      spans += [
        Span(glyphs.nonFinite, .warning), Span(" "), Span(entry.command),
        Span(" \(glyphs.separator) refused: \(reason)", .muted),
      ]
    }
    return Line(spans)
  }
}
