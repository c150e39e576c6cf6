import Foundation
import ThawCanvas

/// The themes at hand, in the order in which they are cycled, and the one in use.
struct Themes {
  private var themes: [Theme] = []
  /// When the files were last changed, by path.
  private var stamps: [String: Int] = [:]
  /// Which one is in use.
  var choice: ThemeChoice
  /// What was wrong with their files.
  private(set) var warnings: [String] = []

  /// Reads the user's themes and the installation's; the user's replace those of the same name.
  init(choice: ThemeChoice = ThemeChoice()) {
    self.choice = choice
    read()
  }

  /// The one in use.
  var current: Theme { choice.pick(from: themes) }

  /// Their names.
  var names: [String] { themes.map(\.name) }

  /// Takes the next one.
  mutating func cycle() {
    let place = themes.firstIndex { $0.name == current.name } ?? 0
    choice.name = themes[(place + 1) % themes.count].name
  }

  /// Takes one by name, `auto` for the one that fits the terminal; false where there is none of that
  /// name.
  mutating func take(_ name: String) -> Bool {
    guard name == "auto" || names.contains(name) else { return false }
    choice.name = name == "auto" ? nil : name
    return true
  }

  /// Reads the files anew if one of them was changed; false where none was.
  mutating func reloadIfChanged() -> Bool {
    guard stamps.contains(where: { Self.stamp($0.key) != $0.value }) else { return false }
    read()
    return true
  }

  private mutating func read() {
    (themes, warnings, stamps) = ([], [], [:])
    for folder in Installation.themeFolders
    where FileManager.default.fileExists(atPath: folder.path) {
      // A folder's stamp changes when a file comes or goes.
      stamps[folder.path] = Self.stamp(folder.path)
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for file in files where file.hasSuffix(".toml") {
        let path = "\(folder.path)/\(file)"
        stamps[path] = Self.stamp(path)
      }
      let loaded = Theme.loadAll(inFolder: folder.path)
      warnings += loaded.warnings.map(\.description)
      themes += loaded.themes.filter { theme in !themes.contains { $0.name == theme.name } }
    }
    if themes.isEmpty { themes = [.builtIn] }
  }

  /// Nanoseconds of the last change; 0 for what isn't there.
  private static func stamp(_ path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
  }
}
