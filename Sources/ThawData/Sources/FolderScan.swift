import Foundation

/// Finds the image files below a folder.
struct FolderScan {
  /// A file's path below the root, by components.
  typealias RelativePath = [String]

  /// Endings of files that are taken for pictures; what a file is, its bytes say later.
  private static let endings: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "avif",
  ]

  let root: String
  let exclude: [Glob]

  /// The image files, sorted by path.
  ///
  /// Hidden ones and excluded ones are left out; links are followed.
  func files() throws(DatasetError) -> [RelativePath] {
    var found: [RelativePath] = []
    try visit([], ancestors: [], found: &found)
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The folders directly below the root that hold classes, sorted.
  func folders() throws(DatasetError) -> [String] {
    try names(in: root).filter { kind(of: [$0]) == .folder && !isLeftOut([$0]) }.sorted()
  }

  private func visit(
    _ folder: RelativePath, ancestors: Set<FileIdentity>, found: inout [RelativePath]
  ) throws(DatasetError) {
    // A link back to a folder that is being visited would never end.
    guard let identity = FileIdentity(path(folder)), !ancestors.contains(identity) else { return }
    for name in try names(in: path(folder)) {
      let entry = folder + [name]
      if isLeftOut(entry) { continue }
      switch kind(of: entry) {
      case .folder:
        try visit(entry, ancestors: ancestors.union([identity]), found: &found)
      case .file where Self.hasImageEnding(name): found.append(entry)
      case .file, nil: continue
      }
    }
  }

  private func isLeftOut(_ entry: RelativePath) -> Bool {
    entry.last?.hasPrefix(".") == true || exclude.contains { $0.matchesEnd(of: entry[...]) }
  }

  private static func hasImageEnding(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return endings.contains(name[name.index(after: dot)...].lowercased())
  }

  private func names(in folder: String) throws(DatasetError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      let exists = FileManager.default.fileExists(atPath: folder)
      throw .unreadableFolder(
        path: folder, reason: exists ? "is no folder that can be read" : "there is no such folder")
    }
  }

  private enum Kind {
    case file
    case folder
  }

  private func kind(of entry: RelativePath) -> Kind? {
    var status = stat()
    guard stat(path(entry), &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return nil
    }
  }

  /// The path of an entry below the root.
  func path(_ entry: RelativePath) -> String { ([root] + entry).joined(separator: "/") }
}

/// What tells one folder from another, whatever its path.
private struct FileIdentity: Hashable {
  private let device: UInt64
  private let node: UInt64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
  }
}
