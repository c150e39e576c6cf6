import Foundation

/// What a session takes on disk, in bytes.
public struct DiskUse: Equatable, Sendable {
  /// Its checkpoints.
  public var checkpoints = 0
  /// Metrics, journal and all else.
  public var rest = 0

  /// All of it.
  public var total: Int { checkpoints + rest }

  /// Adds up the sizes of a session's files.
  public init(of session: SessionFolder) {
    let files = FileManager.default.enumerator(atPath: session.url.path)
    while let path = files?.nextObject() as? String {
      guard let attributes = files?.fileAttributes,
        attributes[.type] as? FileAttributeType == .typeRegular,
        let size = (attributes[.size] as? NSNumber)?.intValue
      else { continue }
      if path.hasPrefix("checkpoints/") { checkpoints += size } else { rest += size }
    }
  }
}
