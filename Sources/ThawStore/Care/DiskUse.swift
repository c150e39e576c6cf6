import Foundation

/// What a session takes on disk, in bytes.
///
/// A file that several folders have, as a fork has its trunk's checkpoint, is shared out among them: together the
/// sessions take what their sum says.
public struct DiskUse: Equatable, Sendable {
  /// Its checkpoints.
  public var checkpoints = 0
  /// Metrics, journal and all else.
  public var rest = 0

  /// All of it.
  public var total: Int { checkpoints + rest }

  /// Adds up the sizes of a session's files.
  public init(of session: SessionFolder) {
    for (path, size, links) in Self.files(in: session.url) {
      if path.hasPrefix("checkpoints/") {
        checkpoints += size / links
      } else {
        rest += size / links
      }
    }
  }

  /// The bytes that removing a folder frees: those of files that no other has.
  static func freed(byRemoving folder: URL) -> Int {
    files(in: folder).reduce(0) { $1.links == 1 ? $0 + $1.size : $0 }
  }

  /// The files below a folder, with their sizes and how many folders have them.
  private static func files(in folder: URL) -> [(path: String, size: Int, links: Int)] {
    var found: [(path: String, size: Int, links: Int)] = []
    let files = FileManager.default.enumerator(atPath: folder.path)
    while let path = files?.nextObject() as? String {
      guard let attributes = files?.fileAttributes,
        attributes[.type] as? FileAttributeType == .typeRegular,
        let size = (attributes[.size] as? NSNumber)?.intValue
      else { continue }
      found.append((path, size, (attributes[.referenceCount] as? NSNumber)?.intValue ?? 1))
    }
    return found
  }
}
