import Foundation
import Synchronization
import ThawDashboard
import ThawProtocol
import ThawStore

/// Reads the list of sessions as the dashboard shows it, and keeps how it is shown.
///
/// A session's recipe never changes, and reading it takes longer than all else: each is read once.
final class SessionListReader: Sendable {
  private let library: SessionLibrary
  private let recipes = Mutex<[String: (started: Date, recipe: [String: String])]>([:])

  init(of library: SessionLibrary) { self.library = library }

  /// All sessions with their recipes.
  func sessions() -> [SessionSummary] {
    let isFirst = recipes.withLock { $0.isEmpty }
    var sessions = library.listing(withRecipes: isFirst).sessions
    recipes.withLock { recipes in
      for index in sessions.indices {
        let (name, started) = (sessions[index].name, sessions[index].started)
        if isFirst {
          recipes[name] = (started, sessions[index].recipe)
        } else if let known = recipes[name], known.started == started {
          sessions[index].recipe = known.recipe
        } else if let read = try? SessionReader(library.session(name)).summary(withRecipe: true) {
          recipes[name] = (started, read.recipe)
          sessions[index].recipe = read.recipe
        }
      }
    }
    return sessions
  }

  /// How the list was shown last; nil where it never was.
  static func kept() -> KeptSessionList? {
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try? JSONDecoder().decode(KeptSessionList.self, from: data)
  }

  /// Keeps how the list is shown; a folder that cannot be written is no reason to stop.
  static func keep(_ list: KeptSessionList) {
    guard let data = try? JSONEncoder().encode(list) else { return }
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? data.write(to: file, options: .atomic)
  }

  /// `$XDG_STATE_HOME/thaw/sessions.json`.
  private static var file: URL {
    let home = FileManager.default.homeDirectoryForCurrentUser
    let state = ProcessInfo.processInfo.environment["XDG_STATE_HOME"].map { URL(filePath: $0) }
    return (state ?? home.appending(path: ".local/state")).appending(path: "thaw/sessions.json")
  }
}
