import Foundation
import ThawProtocol
import ThawStore

extension SessionFolder {
  /// What commands take for it, in print: its name, or its path where it is not among the usual sessions.
  var address: String {
    SessionLibrary(folder: url.deletingLastPathComponent()).isUsual ? name : url.path.shellWord
  }
}

extension SessionLibrary {
  /// Whether it is the one that commands look into unasked.
  var isUsual: Bool {
    folder.standardizedFileURL.path == Installation.sessionsFolder.standardizedFileURL.path
  }
}
