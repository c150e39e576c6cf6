import Foundation
import ThawProtocol
import ThawStore

/// Where things are: the program that is measured, and the sessions it is measured on.
struct Workbench {
  /// Why nothing can be measured.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// The `thaw` beside this program.
  let program: String
  /// Sessions that are made once and then kept.
  let library: SessionLibrary

  /// Where thaw keeps what it downloaded.
  static var cache: String {
    let environment = ProcessInfo.processInfo.environment
    return environment["THAW_CACHE"]
      ?? "\(environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache")/thaw"
  }

  init() throws {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    program = URL(filePath: own).deletingLastPathComponent().appending(path: "thaw").path
    guard access(program, X_OK) == 0 else {
      throw Missing(description: "thaw is not at \(program); build it: make release")
    }
    library = SessionLibrary(
      folder: FileManager.default.temporaryDirectory.appending(path: "thaw-bench-\(getuid())"))
  }

  /// Runs a body with a folder of its own, which is gone afterwards.
  ///
  /// - Throws: What the body throws, or why the folder cannot be made.
  func withScratchFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = library.folder.appending(path: "scratch-\(getpid())")
    // What a process that was killed left.
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// A recorded session, made now if it is not there yet.
  ///
  /// - Throws: Why it cannot be made.
  func session(_ run: RecordedRun) throws -> SessionFolder {
    let place = library.session(run.name)
    if let summary = try? SessionReader(place).summary(), summary.state == .finished,
      summary.step == run.steps
    {
      return place
    }
    StandardError.line(
      "making a session of \(run.steps) steps × \(run.metrics.count) metrics, once …")
    try? FileManager.default.removeItem(at: place.url)
    try withScratchFolder { folder in
      let made = try run.record(in: SessionLibrary(folder: folder))
      // Renamed when complete, so that one that was interrupted is never measured.
      try FileManager.default.moveItem(at: made.url, to: place.url)
    }
    return place
  }
}
