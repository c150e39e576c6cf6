import ThawCanvas

/// The settings, and the keys of all actions, over the screen.
struct SettingsView: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    Popup(
      "settings", footer: Line(open.takesKey ? "esc keeps the key as it is" : footer),
      size: HelpText.popup(in: area.size), content: SettingsLines(state: state, open: open)
    ).render(in: area, into: &buffer, context: context)
  }

  private var footer: String { "\(open.cursor + 1) of \(SettingsState.rows.count)" }
}

private struct SettingsLines: View {
  let state: DashboardState
  let open: SettingsState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let width = area.width < 60 ? 18 : 30
    Table(
      columns: [
        Table.Column("", width: .length(width)), Table.Column("", width: .length(16)),
        Table.Column("", width: .fill(1)),
      ],
      rows: SettingsState.rows.map { Table.Row(cells(of: $0)) }, selected: open.cursor,
      offset: open.cursor - area.height / 2,
      hasHeader: false
    ).render(in: area, into: &buffer, context: context)
  }

  private func cells(of row: SettingsState.Row) -> [Line] {
    switch row {
    case .setting(let setting):
      let value = setting.value(in: state.settings)
      let isOwn = value != setting.value(in: Settings())
      return [
        Line(setting.rawValue), Line(value.text, isOwn ? .accent : .success),
        Line(setting.help, .muted),
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
        Line(action?.help ?? "", .muted),
      ]
    }
  }
}
