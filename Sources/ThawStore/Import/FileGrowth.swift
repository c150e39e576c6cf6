public import Foundation

/// How large the files of other tools are, and when they were written last: tells whether to read them anew.
public struct FileGrowth: Equatable, Sendable {
  /// Bytes of all files together.
  public var bytes = 0
  /// How many files there are.
  public var count = 0
  /// When one of them was written last; nil where there is none.
  public var written: Date?

  /// Looks at a file, or at all files of a folder that ``Importer`` reads.
  public init(of url: URL) {
    for file in Importer.files(at: url) {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path) else {
        continue
      }
      count += 1
      bytes += (attributes[.size] as? NSNumber)?.intValue ?? 0
      let date = attributes[.modificationDate] as? Date
      written = [written, date].compactMap(\.self).max()
    }
  }
}
