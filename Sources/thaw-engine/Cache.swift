import Foundation

/// The user's cache folder.
enum Cache {
  /// Where released weights are kept: `$THAW_CACHE/weights`, else `thaw/weights` in the user's cache.
  static var weights: URL {
    let environment = ProcessInfo.processInfo.environment
    let home = FileManager.default.homeDirectoryForCurrentUser
    let user =
      environment["XDG_CACHE_HOME"].map { URL(filePath: $0) } ?? home.appending(path: ".cache")
    let cache = environment["THAW_CACHE"].map { URL(filePath: $0) } ?? user.appending(path: "thaw")
    return cache.appending(path: "weights")
  }
}
