public import Foundation

/// What another tool logged of one training run.
public struct ImportedRun: Sendable {
  /// What to call it: the name of its file or folder.
  public internal(set) var name: String
  /// What it was read from: the format and the path.
  public internal(set) var origin: String
  /// The settings that came with it, by dotted key.
  public internal(set) var settings: [String: String]
  /// When it began; the first point's time where that is known, else the file's.
  public internal(set) var started: Date
  /// How many cells of a table were left out, being neither empty nor numbers.
  public internal(set) var textCells: Int
  /// All points.
  var points: PointTable

  /// How many values it holds.
  public var count: Int { points.points.count }
  /// The names of its metrics, in the order they came.
  public var metrics: [String] { points.names }

  /// Gives a metric another name, such as `val/loss` for what Keras calls `epoch_loss`.
  ///
  /// - Returns: Whether there is a metric of the old name, and none of the new one.
  public mutating func rename(_ metric: String, to name: String) -> Bool {
    points.rename(metric, to: name)
  }
}
