/// The keys of a screen.
public struct KeyTable: Sendable {
  /// Its heading in help and README.
  public var title: String
  /// Its lines; of two with the same key the first counts.
  public var bindings: [KeyBinding]

  func binding(for key: Key) -> KeyBinding? { bindings.first { $0.keys.contains(key) } }
}

extension KeyTable {
  /// All tables, in the order of help and README.
  public static let all = [
    live, layers, sessions, compare, tour, everywhere, text, help, settings,
  ]

  /// The keys of all screens as Markdown tables, for README.
  public static var markdown: String {
    all.map { table in
      let lines = table.bindings.map { binding in
        let keys = binding.keys.map { "`\($0.name)`" }.joined(separator: " ")
        return "| \(keys.replacing("|", with: "\\|")) | \(binding.help) |"
      }
      return "### \(table.title)\n\n| key | does |\n|---|---|\n" + lines.joined(separator: "\n")
    }
    .joined(separator: "\n\n") + "\n"
  }

  /// The table of a screen; the screens to come have none of their own.
  static func of(_ screen: Screen) -> KeyTable? {
    switch screen {
    case .live: live
    case .layers: layers
    case .sessions: sessions
    case .compare: compare
    case .findings, .samples: nil
    }
  }
}

extension DashboardState {
  /// The tables that count now, the one asked first in front.
  var tables: [KeyTable] {
    settings.keys.applied(
      to: [tour == nil ? nil : .tour, KeyTable.of(screen), .everywhere].compactMap(\.self))
  }

  func binding(for key: Key) -> KeyBinding? {
    tables.lazy.compactMap { $0.binding(for: key) }.first
  }

  /// The name of the key that does something on a screen, the one at hand where none is named.
  func key(_ intent: Intent, on screen: Screen? = nil) -> String {
    let wanted = screen ?? self.screen
    let tables =
      wanted == self.screen
      ? tables : settings.keys.applied(to: [KeyTable.of(wanted), .everywhere].compactMap(\.self))
    for binding in tables.flatMap(\.bindings) where binding.intent == intent {
      // Of two actions with one key the first has it.
      let key = binding.keys.first { key in
        tables.lazy.compactMap { $0.binding(for: key) }.first?.intent == intent
      }
      if let key { return key.name }
    }
    return "(no key)"
  }
}
