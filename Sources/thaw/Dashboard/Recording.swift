import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore

/// The session that the tour plays back.
enum Recording {
  /// The installation's session that was steered by hand, which has something to show.
  private static let usual = "demo-steered"

  /// Reads the session of a name; without one the usual, else the newest finished one.
  ///
  /// - Throws: ``Failure`` where there is none, or `StoreError`.
  static func read(_ name: String?, in library: SessionLibrary) throws -> SessionHistory {
    let (folder, name) = try place(of: name, in: library)
    let reader = try HistoryReader(of: name, in: folder)
    let history = try reader.adding(rowsTo: try reader.withoutRows())
    guard history.curves[MetricName.trainLoss]?.isEmpty == false else {
      throw Failure.usage("session “\(name)” has no training loss to play back")
    }
    return history
  }

  private static func place(
    of name: String?, in library: SessionLibrary
  ) throws -> (SessionLibrary, String) {
    if let name { return (library, try library.resolve(name).name) }
    if let root = Installation.root {
      let recorded = SessionLibrary(folder: root.appending(path: "sessions"))
      if recorded.names().contains(usual) { return (recorded, usual) }
    }
    guard let finished = library.listing().sessions.first(where: { $0.state == .finished }) else {
      throw Failure.usage("no recorded session here; thaw tour SESSION plays back any of yours")
    }
    return (library, finished.name)
  }
}
