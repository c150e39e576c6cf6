import ThawCanvas
import ThawProtocol

/// The lines of the help popup, made from the key tables and the command syntax.
enum HelpText {
  /// One line: a heading, or keys and what they do.
  struct Entry: Equatable {
    var keys: String
    var help: String
    var refusal: String?
    var isHeading: Bool { help.isEmpty }
  }

  /// How many lines the popup shows in a terminal of this size.
  static func page(of size: Size) -> Int { max(1, popup(in: size).height - 2) }

  static func popup(in size: Size) -> Size {
    Size(width: size.width < 104 ? size.width : 96, height: size.height - 2)
  }

  /// All lines, the tables of the screen at hand first.
  static func lines(for state: DashboardState) -> [Entry] {
    let own = state.tables.map(\.title)
    let others = KeyTable.all.filter { !own.contains($0.title) }
    let tables =
      state.tables.map { entries(of: $0, in: state) } + [commands(for: state)]
      + others.map { entries(of: state.settings.keys.applied(to: $0), in: nil) }
    return Array(tables.joined(separator: [Entry(keys: "", help: "")]))
  }

  /// The lines that have a text, under the headings of their tables.
  static func lines(for state: DashboardState, matching text: String) -> [Entry] {
    let wanted = text.lowercased()
    guard !wanted.isEmpty else { return lines(for: state) }
    var found: [Entry] = []
    var heading: Entry?
    for entry in lines(for: state) {
      if entry.isHeading {
        heading = entry
      } else if "\(entry.keys) \(entry.help)".lowercased().contains(wanted) {
        if let title = heading { found.append(title) }
        heading = nil
        found.append(entry)
      }
    }
    return found
  }

  private static func entries(of table: KeyTable, in state: DashboardState?) -> [Entry] {
    [Entry(keys: table.title, help: "")]
      + table.bindings.map { binding in
        Entry(
          keys: binding.keys.map(\.name).joined(separator: " "), help: binding.help,
          refusal: state.flatMap(binding.refusal))
      }
  }

  private static func commands(for state: DashboardState) -> [Entry] {
    [Entry(keys: "Commands, after \(state.key(.openPalette))", help: "")]
      + (Command.syntax + PaletteCommand.syntax).map { command in
        let usage =
          command.arguments.isEmpty ? command.name : "\(command.name) \(command.arguments)"
        return Entry(keys: usage, help: command.help)
      }
  }
}

/// All keys and commands, over the screen.
struct HelpView: View {
  let state: DashboardState
  let help: HelpState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let entries = HelpText.lines(for: state, matching: help.search.text)
    let page = HelpText.page(of: area.size)
    let first = min(help.scroll, max(0, entries.count - page))
    let end = min(entries.count, first + page)
    Popup(
      title, footer: Line("\(min(first + 1, end))–\(end) of \(entries.count)"),
      size: HelpText.popup(in: area.size),
      content: HelpLines(entries: Array(entries[first..<end]))
    ).render(in: area, into: &buffer, context: context)
  }
}

extension HelpView {
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

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    for (index, entry) in entries.prefix(area.height).enumerated() {
      let row = area.row(index)
      if entry.isHeading {
        Line(entry.keys, .title).render(in: row, into: &buffer, context: context)
        continue
      }
      let parts = row.columns([.length(area.width < 90 ? 20 : 28), .fill(1)], spacing: 1)
      let isRefused = entry.refusal != nil
      Line(entry.keys, isRefused ? .muted : .footerKey)
        .render(in: parts[0], into: &buffer, context: context)
      var spans = [Span(entry.help, isRefused ? .muted : nil)]
      if let refusal = entry.refusal { spans.append(Span(" (\(refusal))", .warning)) }
      Line(spans).render(in: parts[1], into: &buffer, context: context)
    }
  }
}
