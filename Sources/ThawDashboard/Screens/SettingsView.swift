import ThawCanvas

/// The settings, and the keys of all actions, over the screen.
struct SettingsView: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    popup(in: area).render(in: area, into: &buffer, context: context)
  }

  /// The row of ``SettingsState`` at a position.
  func row(atX x: Int, y: Int, in area: Rect) -> Int? {
    let popup = popup(in: area)
    let content = popup.contentArea(in: area)
    return popup.content.table(in: content).row(atX: x, y: y, in: content)
  }

  private func popup(in area: Rect) -> Popup<SettingsLines> {
    let size = HelpText.popup(in: area.size)
    return Popup(
      "settings", footer: footer(width: size.width), size: size,
      content: SettingsLines(state: state, open: open))
  }

  /// What the row under the cursor is about, where there is no room for that beside it.
  private func footer(width: Int) -> Line {
    if open.takesKey { return "esc keeps the key as it is" }
    let place = "\(open.cursor + 1) of \(SettingsState.rows.count)"
    let help = open.row.help
    let isCut = help.columns > width - SettingsLines.taken(width: width)
    return isCut && help.columns + place.columns + 9 <= width
      ? Line([Span(help, .title), Span("  \(place)")]) : Line(place)
  }
}

private struct SettingsLines: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    table(in: area).render(in: area, into: &buffer, context: context)
  }

  func table(in area: Rect) -> Table {
    Table(
      columns: [
        Table.Column("", width: .length(Self.nameWidth(area.width))),
        Table.Column("", width: .length(Self.valueWidth)), Table.Column("", width: .fill(1)),
      ],
      rows: SettingsState.rows.map { Table.Row(cells(of: $0)) }, selected: open.cursor,
      offset: open.cursor - area.height / 2,
      hasHeader: false)
  }

  private static let valueWidth = 16

  private static func nameWidth(_ width: Int) -> Int { width < 60 ? 18 : 30 }

  /// What a popup of this width needs for all but the help: frame, margins, cursor, name and value.
  static func taken(width: Int) -> Int { 4 + 2 + nameWidth(width - 4) + 1 + valueWidth + 1 }

  private func cells(of row: SettingsState.Row) -> [Line] {
    switch row {
    case .setting(let setting):
      let value = setting.value(in: state.settings)
      let isOwn = value != setting.value(in: Settings())
      return [
        Line(setting.rawValue), Line(value.text, isOwn ? .accent : .success),
        Line(row.help, .muted),
      ]
    case .action(let name):
      let own = state.settings.keys.keys[name]
      let action = KeyOverrides.actions.first { $0.name == name }
      let keys = (own ?? action?.keys ?? []).map(\.name).joined(separator: " ")
      let isAsked = open.takesKey && open.row == row
      return [
        Line("keys.\(name)", .muted),
        isAsked
          ? Line("press a key…", .warning) : Line(keys, own == nil ? .footerKey : .accent),
        Line(row.help, .muted),
      ]
    }
  }
}
