import ArgumentParser
import Foundation
import ThawStore

/// Where sessions are.
struct LibraryOption: ParsableArguments {
  @Option(help: "The folder of sessions ($THAW_SESSIONS, else sessions here).")
  var sessions: String?

  /// The folder as a library.
  var opened: SessionLibrary {
    SessionLibrary(folder: sessions.map { URL(filePath: $0) } ?? Installation.sessionsFolder)
  }

  /// The sessions of some names, each once.
  ///
  /// - Throws: `StoreError` where one of them is not there.
  func resolved(_ names: [String]) throws -> [SessionFolder] {
    let library = opened
    return try names.reduce(into: []) { found, name in
      let session = try library.resolve(name)
      if !found.contains(session) { found.append(session) }
    }
  }
}
