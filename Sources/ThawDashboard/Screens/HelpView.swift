import ThawCanvas

/// All keys and commands, over the screen.
struct HelpView: View {
  let state: DashboardState
  let help: HelpState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let entries = HelpText.lines(
      for: state, matching: help.search.text, context.glyphs)
    let page = HelpText.page(of: area.size)
    let first = min(help.scroll, max(0, entries.count - page))
    let end = min(entries.count, first + page)
    Popup(
      title, footer: Line("\(min(first + 1, end))–\(end) of \(entries.count)"),
      size: HelpText.popup(in: area.size),
      content: HelpLines(
        entries: Array(entries[first..<end]),
        note: "no key and no command has “\(help.search.text)”")
    ).render(in: area, into: &buffer, context: context)
  }

  /// The search stands in the title, with a cursor while it is typed.
  private var title: Line {
    guard help.isSearching || !help.search.text.isEmpty else { return "help" }
    return Line([
      Span("help /"), Span(help.search.text, .accent),
      Span(help.isSearching ? " " : "", attributes: .reverse),
    ])
  }
}

private struct HelpLines: View {
  let entries: [HelpText.Entry]
  /// What is said where there are none.
  let note: String

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    if entries.isEmpty {
      EmptyText.note(note).render(in: area, into: &buffer, context: context)
    }
    for (index, entry) in entries.prefix(area.height).enumerated() {
      let parts = area.row(index).columns([.length(entry.keyWidth), .fill(1)], spacing: 2)
      entry.keys.render(in: parts[0], into: &buffer, context: context)
      entry.help.render(in: parts[1], into: &buffer, context: context)
    }
  }
}
