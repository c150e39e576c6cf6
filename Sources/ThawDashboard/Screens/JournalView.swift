import ThawCanvas
import ThawProtocol

/// What was asked of the run and what became of it, the newest first.
struct JournalView: View {
  private let journal: [JournalEntry]
  private let stepWidth: Int
  private let scroll: Int
  private let isFocused: Bool

  init(of run: RunState, scroll: Int, isFocused: Bool) {
    journal = run.journalWithCheckpoints
    stepWidth = journal.map { grouped($0.step).count }.max() ?? 0
    self.scroll = scroll
    self.isFocused = isFocused
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    let count = journal.isEmpty ? "" : "\(journal.count)"
    let inner = Panel.inner(of: area)
    let first = scroll > 0 ? min(scroll, furthestScroll(in: area)) : 0
    let shown = shown(in: area)
    let lines = shown.flatMap { self.lines(of: $0, width: inner.width - 1, context.glyphs) }
    let isCut = lines.count > inner.height || first + shown.count < journal.count
    Panel(
      "journal", detail: Line(count),
      footer: isCut ? "\(furthestScroll(in: area) - first) more" : "", isFocused: isFocused
    ).render(in: area, into: &buffer, context: context)
    guard !journal.isEmpty else {
      Line(" what you freeze, thaw and change is listed here", .muted)
        .render(in: inner, into: &buffer, context: context)
      return
    }
    Text(lines).render(in: inner.inset(by: Insets(right: 1)), into: &buffer, context: context)
  }

  /// The entry whose lines are at a position.
  func entry(atX x: Int, y: Int, in area: Rect) -> JournalEntry? {
    let inner = Panel.inner(of: area)
    guard inner.contains(x: x, y: y) else { return nil }
    var bottom = inner.y
    return shown(in: area).first { entry in
      bottom += lines(of: entry, width: inner.width - 1, .unicode).count
      return y < bottom
    }
  }

  /// The entries from the first that is shown on, the newest first, as many as can have a line.
  private func shown(in area: Rect) -> [JournalEntry] {
    let first = scroll > 0 ? min(scroll, furthestScroll(in: area)) : 0
    return Array(journal.reversed().dropFirst(first).prefix(Panel.inner(of: area).height))
  }

  /// How many of the newest entries may be scrolled away without leaving rows empty.
  func furthestScroll(in area: Rect) -> Int {
    let inner = Panel.inner(of: area)
    var rows = 0
    let oldest = journal.prefix { entry in
      rows += lines(of: entry, width: inner.width - 1, .unicode).count
      return rows <= inner.height
    }
    return max(0, journal.count - max(1, oldest.count))
  }

  /// An entry behind its step, broken where it is wider than the pane: what it came to stands at its end.
  private func lines(of entry: JournalEntry, width: Int, _ glyphs: Glyphs) -> [Line] {
    let step = grouped(entry.step)
    let head = " " + String(repeating: " ", count: stepWidth - step.count) + step + " "
    let (sign, text) = words(of: entry, glyphs)
    let first = Line([Span(head, .muted), sign, Span(" ")])
    let rest = Line(String(repeating: " ", count: first.columns))
    // In a very narrow pane a line each says more.
    guard width - first.columns >= 20 else { return [first + Line(text)] }
    return Line(text).wrapped(to: width - first.columns).enumerated().map { row, line in
      (row == 0 ? first : rest) + line
    }
  }

  private func words(of entry: JournalEntry, _ glyphs: Glyphs) -> (sign: Span, text: [Span]) {
    let isAlarm = entry.command.hasPrefix("alarm")
    let separator = " \(glyphs.separator) "
    switch entry.outcome {
    case .applied(_, let note):
      let mark = PlotMark.Kind(entry)
      // Only what somebody asked for has come about; the rest is said.
      let isNotice = mark == nil && !isAlarm && !entry.isCommand
      let glyph =
        isAlarm ? glyphs.alarm : mark?.glyph(glyphs) ?? (isNotice ? glyphs.separator : glyphs.check)
      return (
        Span(glyph, mark?.role ?? (isNotice ? .muted : .success)),
        [Span(entry.command, isAlarm ? .error : nil)]
          + (note.map { [Span(separator + $0, .muted)] } ?? [])
      )
    case .refused(let reason):
      return (
        Span(glyphs.nonFinite, .warning),
        [Span(entry.command), Span("\(separator)refused: \(reason)", .muted)]
      )
    }
  }
}

extension RunState {
  /// The journal as it came about, with the checkpoints that nobody asked for behind the last entry before them, one
  /// line for all that follow each other.
  ///
  /// Not in order of steps: what was undone lay further on.
  var journalWithCheckpoints: [JournalEntry] {
    let asked = Set(journal.lazy.filter { $0.command == "checkpoint" }.map(\.step))
    let written = Dictionary(grouping: checkpoints.filter { !asked.contains($0.step) }) {
      checkpoint in
      journal.lastIndex { $0.step <= checkpoint.step }.map { $0 + 1 } ?? 0
    }
    guard !written.isEmpty else { return journal }
    var entries = written[0].map { [JournalEntry(of: $0)] } ?? []
    for (place, entry) in journal.enumerated() {
      entries.append(entry)
      if let checkpoints = written[place + 1] { entries.append(JournalEntry(of: checkpoints)) }
    }
    return entries
  }
}

extension JournalEntry {
  /// The line for checkpoints that nobody asked for, oldest first, at least one.
  fileprivate init(of checkpoints: [CheckpointInfo]) {
    let newest = checkpoints[checkpoints.count - 1]
    let size = printedBytes(newest.bytes)
    let isOne = checkpoints.count == 1
    self.init(
      step: newest.step, time: 0,
      command: isOne ? "checkpoint" : "checkpoint ×\(checkpoints.count)",
      outcome: .applied(step: newest.step, note: isOne ? size : "newest \(size)"))
  }
}
