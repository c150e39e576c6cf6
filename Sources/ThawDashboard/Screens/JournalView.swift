import ThawCanvas
import ThawProtocol

/// What was asked of the run and what became of it, the newest first.
struct JournalView: View {
  private let journal: [JournalEntry]
  private let scroll: Int
  private let isFocused: Bool

  init(of run: RunState, scroll: Int, isFocused: Bool) {
    journal = run.journalWithCheckpoints
    self.scroll = scroll
    self.isFocused = isFocused
  }

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
    Text(Array(lines))
      .render(in: inner.inset(by: Insets(right: 1)), into: &buffer, context: context)
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

extension RunState {
  /// The journal with the checkpoints that nobody asked for, in order of steps.
  var journalWithCheckpoints: [JournalEntry] {
    let asked = journal.lazy.filter { $0.command == "checkpoint" }.map(\.step)
    let own = checkpoints.filter { !asked.contains($0.step) }.map { checkpoint in
      JournalEntry(
        step: checkpoint.step, time: 0, command: "checkpoint",
        outcome: .applied(step: checkpoint.step, note: printedBytes(checkpoint.bytes)))
    }
    return (journal + own).enumerated()
      .sorted { ($0.element.step, $0.offset) < ($1.element.step, $1.offset) }.map(\.element)
  }
}
