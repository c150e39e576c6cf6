import ThawDashboard
import ThawProtocol
import ThawStore

/// Reads a session's store as the dashboard shows it.
struct HistoryReader {
  /// How many stretches of a curve are read: more than any screen has columns.
  private static let buckets = 2_048
  /// The same for a row's curve, which is a few columns wide and has dozens beside it.
  private static let rowBuckets = 256

  private let reader: SessionReader

  /// Opens a session.
  ///
  /// - Throws: `StoreError`.
  init(of session: String, in library: SessionLibrary) throws {
    try self.init(at: library.session(session))
  }

  /// Opens the session of a folder.
  ///
  /// - Throws: `StoreError`.
  init(at folder: SessionFolder) throws {
    reader = try SessionReader(folder)
  }

  /// The session with all curves but those of its rows.
  ///
  /// - Throws: `StoreError`.
  func withoutRows() throws -> SessionHistory {
    let names = try reader.metricNames().filter { !$0.hasPrefix("row/") }
    let detail = try reader.detail()
    let hasEnding = [.dead, .failed].contains(detail.summary.state) && detail.origin == nil
    return SessionHistory(
      detail: detail, curves: try reader.series(names, buckets: Self.buckets),
      abandoned: try reader.abandonedSeries(names, buckets: Self.buckets),
      ending: hasEnding ? EngineEnding(of: reader.folder) : nil)
  }

  /// The session as comparisons take it: without the curves of its rows but for their drift.
  ///
  /// - Throws: `StoreError`.
  func compared() throws -> SessionHistory {
    let names = try reader.metricNames()
    let drifts = names.filter { $0.hasPrefix("row/") && $0.hasSuffix("/drift") }
    var history = try withoutRows()
    history.curves.merge(try reader.series(drifts, buckets: Self.rowBuckets)) { _, rows in rows }
    return history
  }

  /// A history with the curves of its rows too.
  ///
  /// - Throws: `StoreError`.
  func adding(rowsTo history: SessionHistory) throws -> SessionHistory {
    let names = try reader.metricNames().filter { $0.hasPrefix("row/") }
    var history = history
    history.curves.merge(try reader.series(names, buckets: Self.rowBuckets)) { _, rows in rows }
    return history
  }
}
