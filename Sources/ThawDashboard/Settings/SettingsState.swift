/// The settings popup while it is open: where the cursor is, and whether it waits for a key.
struct SettingsState: Equatable, Sendable {
  var cursor = 0
  /// Whether the next key is given to the action under the cursor.
  var takesKey = false

  /// A line of the popup.
  enum Row: Equatable {
    case setting(Setting)
    case action(String)

    /// What it is about.
    var help: String {
      switch self {
      case .setting(let setting): setting.help
      case .action(let name): KeyOverrides.actions.first { $0.name == name }?.help ?? ""
      }
    }
  }

  static let rows: [Row] =
    Setting.allCases.map(Row.setting) + KeyOverrides.actions.map { .action($0.name) }

  var row: Row { Self.rows[cursor] }

  mutating func move(by distance: Int) {
    cursor = min(max(cursor + distance, 0), Self.rows.count - 1)
  }
}
