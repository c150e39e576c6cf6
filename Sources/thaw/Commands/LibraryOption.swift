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
}
