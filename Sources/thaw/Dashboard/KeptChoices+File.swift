import Foundation
import ThawDashboard

extension KeptChoices {
  /// What was kept last; nil where nothing was.
  static func read() -> KeptChoices? {
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try? JSONDecoder().decode(KeptChoices.self, from: data)
  }

  /// Keeps it; a folder that cannot be written is no reason to stop.
  func write() {
    guard let data = try? JSONEncoder().encode(self) else { return }
    try? FileManager.default.createDirectory(
      at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: Self.file, options: .atomic)
  }

  /// `$XDG_STATE_HOME/thaw/sessions.json`.
  private static var file: URL {
    let home = FileManager.default.homeDirectoryForCurrentUser
    let state = ProcessInfo.processInfo.environment["XDG_STATE_HOME"].map { URL(filePath: $0) }
    return (state ?? home.appending(path: ".local/state")).appending(path: "thaw/sessions.json")
  }
}
