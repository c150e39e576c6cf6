import Foundation
import ThawCanvas

/// The themes at hand, in the order in which they are cycled.
struct Themes {
  private let themes: [Theme]
  private var place = 0
  /// What was wrong with their files.
  let warnings: [String]

  /// Reads the user's themes and the installation's; the user's replace those of the same name.
  init() {
    var themes: [Theme] = []
    var warnings: [String] = []
    for folder in Installation.themeFolders
    where FileManager.default.fileExists(atPath: folder.path) {
      let loaded = Theme.loadAll(inFolder: folder.path)
      warnings += loaded.warnings.map(\.description)
      themes += loaded.themes.filter { theme in !themes.contains { $0.name == theme.name } }
    }
    self.themes = themes.isEmpty ? [.builtIn] : themes
    self.warnings = warnings
  }

  /// The one in use.
  var current: Theme { themes[place] }

  /// Their names.
  var names: [String] { themes.map(\.name) }

  /// Takes the next one.
  mutating func cycle() {
    place = (place + 1) % themes.count
  }

  /// Takes one by name; false where there is none of that name.
  mutating func take(_ name: String) -> Bool {
    guard let found = themes.firstIndex(where: { $0.name == name }) else { return false }
    place = found
    return true
  }
}
