import Foundation
import ThawStore

/// Where thaw's own files are.
enum Installation {
  /// The folder of the running program; `thaw-engine` stands beside it.
  static let programFolder: URL = {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: path ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// The nearest folder above the program that holds `themes`.
  static let root: URL? = {
    var folder = programFolder
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.appending(path: "themes").path) {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  /// Theme files, the user's first: `$XDG_CONFIG_HOME/thaw/themes`, then the installation's.
  static var themeFolders: [URL] {
    [UserFolder.config.url.appending(path: "themes")]
      + (root.map { [$0.appending(path: "themes")] } ?? [])
  }

  /// Where sessions are kept unless `--sessions` says otherwise.
  ///
  /// `$THAW_SESSIONS`, else `sessions` here; anywhere in thaw's own sources it is theirs.
  static var sessionsFolder: URL {
    if let folder = ProcessInfo.processInfo.environment["THAW_SESSIONS"] {
      return URL(filePath: folder)
    }
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
      .appending(path: "sessions")
    guard !FileManager.default.fileExists(atPath: here.path), let root,
      here.path.hasPrefix("\(root.path)/")
    else { return here }
    return root.appending(path: "sessions")
  }
}
