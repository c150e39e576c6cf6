import ArgumentParser
import Foundation

/// Where a command writes files: never over one that is there, unless that is said.
struct OutputOption: ParsableArguments {
  @Flag(help: "Replace a file that is there.")
  var force = false

  /// Writes a file, whole or not at all.
  ///
  /// - Throws: ``Failure``.
  func write(_ content: Data, to path: String) throws {
    try check(path)
    do {
      // A device or a pipe takes what comes; a file is written beside its place and renamed.
      try content.write(to: URL(filePath: path), options: Self.isStream(path) ? [] : .atomic)
    } catch {
      throw Failure.unwritable(path, error)
    }
  }

  /// Holds that a path is free, or may be replaced.
  ///
  /// - Throws: ``Failure``.
  func check(_ path: String) throws {
    guard !force, FileManager.default.fileExists(atPath: path), !Self.isStream(path) else { return }
    throw Failure.usage("\(path) exists; choose another file, or replace it with --force")
  }

  private static func isStream(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    let kind = attributes?[.type] as? FileAttributeType
    return kind.map { $0 != .typeRegular && $0 != .typeDirectory } ?? false
  }
}
