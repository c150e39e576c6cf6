import Foundation
import ThawCanvas
import ThawDashboard
import ThawStore

/// What is kept for a person between starts: settings, the lines that were entered after `:`, how the
/// sessions of each folder are listed and compared, and how their Live screens were left.
enum UserFiles {
  /// `$XDG_CONFIG_HOME/thaw/config.toml`.
  static let settings = UserFolder.config.url.appending(path: "config.toml")
  /// `$XDG_STATE_HOME/thaw/history`.
  static let history = UserFolder.state.url.appending(path: "history")

  /// `$XDG_STATE_HOME/thaw/sessions.json`.
  static let sessions = UserFolder.state.url.appending(path: "sessions.json")

  /// `$XDG_STATE_HOME/thaw/live-screens.json`.
  static let liveScreens = UserFolder.state.url
    .appending(path: "live-screens.json")

  private static let historyLimit = 200

  /// The settings, and what was wrong with them.
  static func readSettings() -> (settings: Settings, warnings: [String]) {
    guard let text = try? String(contentsOf: settings, encoding: .utf8) else {
      return (Settings(), [])
    }
    do {
      let read = Settings.reading(try SettingsText(text).values())
      return (read.settings, read.warnings.map { "\(settings.path): \($0)" })
    } catch {
      return (Settings(), ["\(settings.path): \(error); nothing of it is used"])
    }
  }

  /// Changes the file where these settings differ from it; comments and unknown lines stay.
  ///
  /// - Throws: Why it can't be written; the file is then as it was.
  static func write(_ wanted: Settings) throws {
    try update(settings) {
      var text = SettingsText((try? String(contentsOf: settings, encoding: .utf8)) ?? "")
      do {
        let values = try text.values()
        var kept = Set<String>()
        for (name, value) in wanted.values {
          kept.insert(name)
          if values[name] != value { text.set(name, to: value) }
        }
        for name in values.keys where name.hasPrefix("keys.") && !kept.contains(name) {
          text.set(name, to: nil)
        }
        // A value that goes over several lines is not a line's to change.
        _ = try text.values()
      } catch {
        throw Failure.usage("\(settings.path): \(error); mend it, then settings can be saved")
      }
      return text.text
    }
  }

  /// The lines, oldest first.
  static func readHistory() -> [String] {
    let text = (try? String(contentsOf: history, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").suffix(historyLimit).map(String.init)
  }

  /// Adds a line to what is kept, whoever else added lines meanwhile.
  ///
  /// - Throws: Why it can't be written.
  static func remember(_ line: String) throws {
    try update(history) {
      let lines = (readHistory().filter { $0 != line } + [line]).suffix(historyLimit)
      return lines.joined(separator: "\n") + "\n"
    }
  }

  /// Changes a file by what is in it, while no other dashboard does.
  ///
  /// - Throws: Why it can't be written.
  static func update(_ file: URL, with text: () throws -> String) throws {
    let folder = file.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Where a file system has no locks, the last to write wins.
    if descriptor >= 0 { flock(descriptor, LOCK_EX) }
    try replace(file, with: text())
  }

  private static func replace(_ file: URL, with text: String) throws {
    // Written beside it and renamed, so that it is whole or as it was.
    try Data(text.utf8).write(to: file, options: .atomic)
  }
}
