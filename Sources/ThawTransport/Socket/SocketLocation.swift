public import Foundation

/// Where the engine of a session listens.
///
/// The name is a hash of the session folder's path, so that it is always short enough for a socket
/// address. `/tmp/thaw-<uid>` comes first: a run outlives its login, and the system removes
/// `$XDG_RUNTIME_DIR` when the user's last login ends. That folder is the second choice, for when
/// the first is not ours.
public enum SocketLocation {
  /// The longest path, in bytes, that all systems accept for a socket.
  public static let pathLimit = 103

  /// The paths at which a session's engine may listen, the preferred one first.
  public static func candidates(
    forSession folder: URL, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    let name = shortHash(folder.standardizedFileURL.resolvingSymlinksInPath().path) + ".sock"
    var folders = ["/tmp/thaw-\(geteuid())"]
    if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
      folders.append(runtime + "/thaw")
    }
    return folders.map { "\($0)/\(name)" }.filter { $0.utf8.count <= pathLimit }
  }

  /// The path at which to listen: the first whose folder is ours alone, made where it is missing.
  ///
  /// - Throws: ``TransportError/unusable(path:reason:)`` or
  ///   ``TransportError/system(operation:path:errno:)`` for the preferred one, if none is usable.
  public static func path(
    toListenForSession folder: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(TransportError) -> String {
    try firstUsable(of: candidates(forSession: folder, environment: environment))
  }

  /// The path at which to look for a session's engine: the first that exists, or the preferred one.
  public static func path(
    toReachSession folder: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    let paths = candidates(forSession: folder, environment: environment)
    return paths.first { access($0, F_OK) == 0 } ?? paths[0]
  }

  static func firstUsable(of paths: [String]) throws(TransportError) -> String {
    var failure: TransportError?
    for path in paths {
      do {
        _ = try SocketFolder(of: path)
        return path
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? .unusable(path: "/tmp", reason: "has no place for a socket")
  }

  /// FNV-1a of the text, 16 hexadecimal digits.
  private static func shortHash(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
