import ThawCanvas
import ThawProtocol

/// The lines of the help popup, made from the key tables and the command syntax.
enum HelpText {
  /// A line as it is shown: a heading, keys and what they do, or how either goes on from the line above.
  struct Entry: Equatable {
    var keys: Line
    var help: Line
    /// Columns that the keys have.
    var keyWidth: Int
    var isHeading = false
  }

  /// What a table says, before it is broken into lines.
  private struct Section {
    var title: String
    var items: [(keys: String, help: String, refusal: String?)]
  }

  /// How many lines the popup shows in a terminal of this size.
  static func page(of size: Size) -> Int { max(1, popup(in: size).height - 2) }

  static func popup(in size: Size) -> Size {
    Size(
      width: size.width < 104 ? size.width : min(size.width - 8, 140), height: size.height - 2)
  }

  /// The lines that have a text under the headings of their tables, those of the screen at hand first.
  static func lines(
    for state: DashboardState, matching text: String = "", _ glyphs: Glyphs = .unicode
  ) -> [Entry] {
    let wanted = text.lowercased()
    // The popup's border, and a column on either side.
    let width = max(0, popup(in: state.size).width - 4)
    let found = sections(for: state, glyphs).map { section in
      var section = section
      section.items.removeAll { item in
        !wanted.isEmpty && !"\(item.keys) \(item.help)".lowercased().contains(wanted)
      }
      return section
    }
    let blocks = found.filter { !$0.items.isEmpty }.map { lines(of: $0, width: width) }
    return Array(blocks.joined(separator: wanted.isEmpty ? [blank] : []))
  }

  private static let blank = Entry(keys: "", help: "", keyWidth: 0)

  private static func sections(for state: DashboardState, _ glyphs: Glyphs) -> [Section] {
    let tables = state.tables
    let others = KeyTable.all.filter { table in !tables.contains { $0.title == table.title } }
    return tables.map { section($0, in: state) } + [signs(glyphs), commands(for: state)]
      + others.map { section(state.settings.keys.applied(to: $0), in: nil) }
  }

  private static func section(_ table: KeyTable, in state: DashboardState?) -> Section {
    Section(
      title: table.title,
      items: table.bindings.map { binding in
        (
          binding.keys.map(\.name).joined(separator: " "), binding.help,
          state.flatMap(binding.refusal)
        )
      })
  }

  private static func signs(_ glyphs: Glyphs) -> Section {
    let signs: [(Character, String)] = [
      (glyphs.thaw, "layers were thawed, or will be by the plan"),
      (glyphs.frozen, "layers were frozen, or will be"),
      (glyphs.chevron, "the learning rate was changed, or anything else is planned"),
      (glyphs.alarm, "an alarm"),
      (glyphs.mark, "the validation split was measured; what stands on its curve without colours"),
      (glyphs.checkpoint, "a checkpoint was written"),
      (glyphs.both, "a measurement and a checkpoint in one column"),
      (glyphs.nonFinite, "a value is NaN or infinite"),
    ]
    return Section(
      title: "Signs on charts", items: signs.map { (keys: String($0), help: $1, refusal: nil) })
  }

  private static func commands(for state: DashboardState) -> Section {
    Section(
      title: "Commands, after \(state.key(.openPalette))",
      items: (Command.syntax + PaletteCommand.syntax).map { command in
        (
          [command.name, command.arguments].filter { !$0.isEmpty }.joined(separator: " "),
          command.help, nil
        )
      })
  }

  private static func lines(of section: Section, width: Int) -> [Entry] {
    let longest = section.items.map(\.keys.columns).max() ?? 0
    let keyWidth = min(longest, max(8, width * 3 / 10))
    let title = Entry(
      keys: Line(section.title, .title), help: "", keyWidth: width, isHeading: true)
    return [title]
      + section.items.flatMap { item -> [Entry] in
        let isRefused = item.refusal != nil
        let why = item.refusal.map { [Span(" (\($0))", .warning)] } ?? []
        let keys = Line(item.keys, isRefused ? .muted : .footerKey).wrapped(to: keyWidth)
        let help = Line([Span(item.help, isRefused ? .muted : nil)] + why)
          .wrapped(to: width - keyWidth - 2)
        return (0..<max(keys.count, help.count)).map { row in
          Entry(
            keys: row < keys.count ? keys[row] : "", help: row < help.count ? help[row] : "",
            keyWidth: keyWidth)
        }
      }
  }
}
