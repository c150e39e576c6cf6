public import Foundation

/// A disk of a few megabytes, to see what becomes of a full one.
public enum SmallDisk {
  /// Why there can be none here; for the trait that skips a test.
  public static let refusal = "mounting a small tmpfs needs root, and a system that lets it"

  /// Whether one can be mounted.
  public static let isPossible: Bool = {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "thaw-disk-\(UUID().uuidString.prefix(8))")
    guard
      (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true))
        != nil
    else { return false }
    defer { try? FileManager.default.removeItem(at: folder) }
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount(folder.path) == 0
  }()

  /// Lets nobody write to a disk any more.
  ///
  /// - Throws: Why that cannot be.
  public static func makeReadOnly(_ disk: URL) throws {
    guard mount("tmpfs", disk.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
    else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }
}

/// Runs a test with a disk of its own, which is gone afterwards.
///
/// - Throws: What the body throws, or why there is no disk.
public func withSmallDisk<Result>(
  bytes: Int, _ body: (URL) async throws -> Result
) async throws -> Result {
  try await withTemporaryFolder { folder in
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    // Lazily: what a failed test left open does not keep it.
    defer { umount2(folder.path, Int32(MNT_DETACH)) }
    return try await body(folder)
  }
}

/// Takes all but so many bytes of a disk's room with a file `ballast`, and returns that file.
///
/// - Throws: Why it cannot be written.
public func fillDisk(_ folder: URL, allBut rest: Int) throws -> URL {
  let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
  let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
  let ballast = folder.appending(path: "ballast")
  try Data(count: max(0, free - rest)).write(to: ballast)
  return ballast
}
