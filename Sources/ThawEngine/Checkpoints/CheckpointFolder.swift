import Foundation
import Glibc
import ThawModels
import ThawProtocol

/// A session's `checkpoints` folder.
struct CheckpointFolder: Sendable {
  let url: URL

  init(session: URL) { url = session.appending(path: "checkpoints") }

  /// The name of the folder of a checkpoint taken after `step` completed steps.
  static func name(step: Int) -> String { "step-\(step)" }

  /// Has a checkpoint written beside its place, brings it to the disk, and renames it into place.
  ///
  /// A reader therefore sees a whole checkpoint or none. One of the same step is replaced.
  ///
  /// - Throws: ``CheckpointError/unwritable(_:reason:)``, with nothing left behind, or what `write` throws.
  func write(
    step: Int, as name: String? = nil, _ write: (URL) throws -> Void
  ) throws -> CheckpointInfo {
    let files = FileManager.default
    let name = name ?? Self.name(step: step)
    let place = url.appending(path: name)
    let beside = url.appending(path: ".\(name).\(getpid())")
    do {
      try? files.removeItem(at: beside)
      try files.createDirectory(at: beside, withIntermediateDirectories: true)
      try write(beside)
      var bytes = 0
      for file in try files.contentsOfDirectory(at: beside, includingPropertiesForKeys: nil) {
        bytes += try synchronize(file)
      }
      _ = try synchronize(beside)
      try replace(place, with: beside)
      _ = try synchronize(url)
      return CheckpointInfo(step: step, folder: place.lastPathComponent, bytes: bytes)
    } catch {
      try? files.removeItem(at: beside)
      if let error = error as? SystemCallError {
        throw CheckpointError.unwritable(place.path, reason: error.description)
      }
      if let error = error as? WeightsFileError {
        let file = URL(filePath: error.file).lastPathComponent
        throw CheckpointError.unwritable(place.path, reason: "\(file) \(error.what)")
      }
      if error is CocoaError {
        throw CheckpointError.unwritable(place.path, reason: WeightsFileError.reason(of: error))
      }
      throw error
    }
  }

  /// The checkpoints whose `state.json` can be read, the one written last last.
  func stored() -> [StoredCheckpoint] {
    let key = URLResourceKey.contentModificationDateKey
    let folders = try? FileManager.default.contentsOfDirectory(
      at: url, includingPropertiesForKeys: [key], options: .skipsHiddenFiles)
    let dated = (folders ?? []).compactMap { folder -> (Date, StoredCheckpoint)? in
      guard let state = try? CheckpointState.read(from: folder) else { return nil }
      let date = try? folder.appending(path: CheckpointFile.state)
        .resourceValues(forKeys: [key]).contentModificationDate
      return (date ?? .distantPast, StoredCheckpoint(folder: folder.lastPathComponent, state))
    }
    return dated.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Removes a checkpoint; a reader sees it whole or not at all.
  func remove(_ name: String) {
    let files = FileManager.default
    let aside = url.appending(path: ".old.\(name).\(getpid())")
    guard (try? files.moveItem(at: url.appending(path: name), to: aside)) != nil else { return }
    try? files.removeItem(at: aside)
  }

  /// Removes what an engine that was killed left half written or half removed.
  func removeRemains() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    for name in names ?? [] where name.hasPrefix(".step-") || name.hasPrefix(".old.") {
      try? FileManager.default.removeItem(at: url.appending(path: name))
    }
  }

  // A folder that is not empty cannot be renamed over, so an old one of the same step changes places with the new: at no
  // moment, not even of a power cut, is there none.
  private func replace(_ place: URL, with new: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: place.path) else {
      return try files.moveItem(at: new, to: place)
    }
    if Self.exchange(new, place) { return try files.removeItem(at: new) }
    // Some file systems cannot do that.
    let old = url.appending(path: ".old.\(place.lastPathComponent).\(getpid())")
    try files.moveItem(at: place, to: old)
    try files.moveItem(at: new, to: place)
    try files.removeItem(at: old)
  }

  /// Lets two files or folders change places; false where the file system cannot do that.
  private static func exchange(_ one: URL, _ other: URL) -> Bool {
    // The Glibc module shows neither renameat2 nor RENAME_EXCHANGE of stdio.h.
    typealias Rename =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    guard let rename = dlsym(nil, "renameat2") else { return false }
    return unsafeBitCast(rename, to: Rename.self)(AT_FDCWD, one.path, AT_FDCWD, other.path, 2) == 0
  }

  /// Waits until a file or folder is on the disk and returns its size.
  private func synchronize(_ item: URL) throws -> Int {
    let descriptor = open(item.path, O_RDONLY)
    guard descriptor >= 0 else { throw SystemCallError(code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw SystemCallError(code: errno) }
    return Int(lseek(descriptor, 0, SEEK_END))
  }
}

/// What the system answered.
private struct SystemCallError: Error, CustomStringConvertible {
  let code: Int32

  var description: String { String(cString: strerror(code)) }
}
