import Foundation
import ThawDashboard
import ThawStore

extension KeptChoices {
  /// What was kept last for a library; nil where nothing was.
  static func read(of library: SessionLibrary) -> KeptChoices? { kept()[key(of: library)] }

  /// Keeps it for a library, whatever other dashboards keep meanwhile.
  ///
  /// - Throws: Why it can't be written.
  func write(of library: SessionLibrary) throws {
    try UserFiles.update(UserFiles.sessions) {
      var kept = Self.kept()
      kept[Self.key(of: library)] = self
      return String(decoding: try JSONEncoder().encode(kept), as: UTF8.self)
    }
  }

  private static func kept() -> KeptLibraries {
    guard let data = try? Data(contentsOf: UserFiles.sessions) else { return KeptLibraries() }
    return (try? JSONDecoder().decode(KeptLibraries.self, from: data)) ?? KeptLibraries()
  }

  private static func key(of library: SessionLibrary) -> String {
    library.folder.standardizedFileURL.path
  }
}
