import Foundation
import ThawStore

/// The user's cache folder.
enum Cache {
  /// Where released weights are kept: `$THAW_CACHE/weights`, else `thaw/weights` in the user's cache.
  static var weights: URL {
    let own = ProcessInfo.processInfo.environment["THAW_CACHE"].map { URL(filePath: $0) }
    return (own ?? UserFolder.cache.url).appending(path: "weights")
  }
}
