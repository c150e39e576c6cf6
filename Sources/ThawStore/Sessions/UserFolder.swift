public import Foundation

/// Where a person's own files are kept, by the XDG Base Directory Specification.
public enum UserFolder: String {
  case config = "XDG_CONFIG_HOME"
  case state = "XDG_STATE_HOME"
  case cache = "XDG_CACHE_HOME"

  /// `$HOME`, or what the system says where that is not set.
  public static var home: URL {
    ProcessInfo.processInfo.environment["HOME"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
      ?? FileManager.default.homeDirectoryForCurrentUser
  }

  /// thaw's folder there.
  ///
  /// A variable that holds no absolute path does not count.
  public var url: URL {
    let set = ProcessInfo.processInfo.environment[rawValue]
    let base = set.flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
    return (base ?? Self.home.appending(path: usual)).appending(path: "thaw")
  }

  private var usual: String {
    switch self {
    case .config: ".config"
    case .state: ".local/state"
    case .cache: ".cache"
    }
  }
}
