import Foundation
import ThawDashboard

/// How the Live screens of sessions were left, the last changed last.
///
/// It is the person's and not the session's: a session may be another's, copied, or read-only.
struct LiveScreenFile: Codable {
  /// A session, or a run in another tool's files, and how it was left.
  private struct Entry: Codable {
    let session: String
    let screen: KeptLiveScreen
  }

  /// The sessions that were changed longest ago are forgotten.
  private static let limit = 200

  private var entries: [Entry] = []

  /// How a session's Live screen was left; nil where it was not, or where the file cannot be read.
  static func screen(of session: String) -> KeptLiveScreen? {
    read().entries.last { $0.session == session }?.screen
  }

  /// Keeps how a session's Live screen is left, whatever other dashboards keep meanwhile.
  ///
  /// - Throws: Why it can't be written.
  static func keep(_ screen: KeptLiveScreen, of session: String) throws {
    try UserFiles.update(UserFiles.liveScreens) {
      var file = read()
      file.entries.removeAll { $0.session == session }
      file.entries.append(Entry(session: session, screen: screen))
      file.entries.removeFirst(max(0, file.entries.count - limit))
      return String(decoding: try JSONEncoder().encode(file), as: UTF8.self)
    }
  }

  private static func read() -> LiveScreenFile {
    guard let data = try? Data(contentsOf: UserFiles.liveScreens) else { return LiveScreenFile() }
    return (try? JSONDecoder().decode(LiveScreenFile.self, from: data)) ?? LiveScreenFile()
  }
}
