import ThawCanvas

/// The settings, and the keys of all actions, over the screen.
struct SettingsView: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    Popup(
      "settings", footer: footer(width: HelpText.popup(in: area.size).width),
      size: HelpText.popup(in: area.size), content: SettingsLines(state: state, open: open)
    ).render(in: area, into: &buffer, context: context)
  }

  /// What the row under the cursor is about, where there is no room for that beside it.
  private func footer(width: Int) -> Line {
    if open.takesKey { return "esc keeps the key as it is" }
    let place = "\(open.cursor + 1) of \(SettingsState.rows.count)"
    let help = open.row.help
    let isCut = help.columns > width - SettingsLines.taken(width: width)
    return isCut && help.columns + place.columns + 9 <= width
      ? Line([Span(help, .text), Span("  \(place)")]) : Line(place)
  }
}

private struct SettingsLines: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    Table(
      columns: [
        Table.Column("", width: .length(Self.nameWidth(area.width))),
        Table.Column("", width: .length(Self.valueWidth)), Table.Column("", width: .fill(1)),
      ],
      rows: SettingsState.rows.map { Table.Row(cells(of: $0)) }, selected: open.cursor,
      offset: open.cursor - area.height / 2,
      hasHeader: false
    ).render(in: area, into: &buffer, context: context)
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
