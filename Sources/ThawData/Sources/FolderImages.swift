public import Foundation

/// Pictures in folders, one class a sub-folder, or classes by glob patterns.
///
/// Order is by class, then by path, and so the same on every machine. JPEG and PNG are read; files
/// that cannot be are listed in ``skipped`` and left out.
public struct FolderImages: ImageSource {
  /// The names of the classes, sorted.
  public let classes: [String]
  /// The class of each picture.
  public let labels: [Int]
  /// The file of each picture.
  public let files: [String]
  /// Files that a look at their header showed to be of no use, sorted by path.
  public let skipped: [SkippedFile]

  /// Scans a folder, and reads the header of each image file in it.
  ///
  /// - Parameters:
  ///   - root: The folder.
  ///   - patterns: Class names with glob patterns of paths below `root`: `*` and `?` inside a name,
  ///     `**` any folders. Nil makes each sub-folder a class, with all pictures below it.
  ///   - exclude: Glob patterns of files and folders to leave out; each may match a path's end as
  ///     well, so that `*_mirror.png` and `*/cartoon*` hold at any depth.
  /// - Throws: ``DatasetError`` for a folder that can't be read, fewer than two classes, a class
  ///   without a usable picture, and a file that two classes claim.
  public init(
    root: URL, classes patterns: [String: [String]]? = nil, exclude: [String] = []
  ) throws(DatasetError) {
    let path = root.standardizedFileURL.path(percentEncoded: false)
    let scan = FolderScan(
      root: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path,
      exclude: exclude.map { Glob($0) })
    let members =
      if let patterns {
        try Self.members(matching: patterns, in: scan)
      } else {
        try Self.members(byFolder: scan)
      }
    guard let first = members.first else { throw .noClasses(path: scan.root) }
    guard members.count > 1 else {
      throw .oneClass(first.name, path: scan.root, arePatterns: patterns != nil)
    }

    classes = members.map(\.name)
    var (labels, files, skipped): ([Int], [String], [SkippedFile]) = ([], [], [])
    for (label, member) in members.enumerated() {
      let before = (files.count, skipped.count)
      for file in member.files {
        let path = scan.path(file)
        do {
          _ = try ImageDecoder.size(of: URL(filePath: path))
          files.append(path)
          labels.append(label)
        } catch {
          skipped.append(SkippedFile(error))
        }
      }
      guard files.count > before.0 else {
        throw .emptyClass(
          member.name, path: scan.root, patterns: patterns?[member.name] ?? [],
          unreadable: skipped.count - before.1)
      }
    }
    self.labels = labels
    self.files = files
    self.skipped = skipped.sorted { $0.path < $1.path }
  }

  /// Decodes a picture.
  ///
  /// - Throws: ``ImageError`` where the file cannot be used.
  public func image(at index: Int, minimumSide: Int?) throws -> RGBImage {
    try ImageDecoder.decode(URL(filePath: files[index]), minimumSide: minimumSide)
  }

  /// The picture's file.
  public func file(of index: Int) -> String? { files[index] }

  private typealias Member = (name: String, files: [FolderScan.RelativePath])

  private static func members(byFolder scan: FolderScan) throws(DatasetError) -> [Member] {
    let files = Dictionary(grouping: try scan.files()) { $0[0] }
    return try scan.folders().map { ($0, files[$0] ?? []) }
  }

  private static func members(
    matching patterns: [String: [String]], in scan: FolderScan
  ) throws(DatasetError) -> [Member] {
    let globs = patterns.sorted { $0.key < $1.key }
      .map { (name: $0.key, globs: $0.value.map { Glob($0) }) }
    var members = globs.map { (name: $0.name, files: [FolderScan.RelativePath]()) }
    for file in try scan.files() {
      let claims = globs.indices.filter { globs[$0].globs.contains { $0.matches(file[...]) } }
      guard claims.count < 2 else {
        throw .ambiguousFile(path: scan.path(file), classes: claims.map { globs[$0].name })
      }
      if let claim = claims.first { members[claim].files.append(file) }
    }
    return members
  }
}

extension SkippedFile {
  /// The file and reason of an error; the path is not said twice.
  init(_ error: ImageError) {
    self.init(
      path: error.path, reason: String(error.description.dropFirst(error.path.count + 2)))
  }
}
