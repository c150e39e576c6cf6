public import Foundation

/// The folder of a session and what lies where in it.
public struct SessionFolder: Equatable, Sendable {
  /// The folder itself.
  public let url: URL

  /// Points at a folder, which need not exist.
  public init(_ url: URL) {
    // With or without a slash at its end it is the same.
    self.url = URL(filePath: url.standardizedFileURL.path, directoryHint: .notDirectory)
  }

  /// The library that it is of.
  public var library: SessionLibrary { SessionLibrary(folder: url.deletingLastPathComponent()) }
  /// The session's name, which is the folder's.
  public var name: String { url.lastPathComponent }
  /// Metrics, journal, layer board and checkpoint list.
  public var database: URL { url.appending(path: "session.sqlite") }
  /// The recipe it was started with.
  public var recipe: URL { url.appending(path: "recipe.toml") }
  /// One folder for each checkpoint.
  public var checkpoints: URL { url.appending(path: "checkpoints") }
  /// What its engine is to ask of itself, in sessions that replay or fork another.
  public var script: URL { url.appending(path: "script.json") }
  /// Whether a checkpoint is on the disk.
  func hasCheckpoint(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: checkpoints.appending(path: name).path)
  }
  /// What the engine printed.
  public var log: URL { url.appending(path: "engine.log") }
  /// How the last engine ended: its exit code as a shell gives it.
  public var ending: URL { url.appending(path: "engine.end") }
  /// Locked while an engine runs the session; holds its process id.
  public var lock: URL { url.appending(path: "engine.lock") }
}
