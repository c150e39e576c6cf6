import Foundation

/// The machine that was measured on.
struct Machine: Encodable {
  var processor: String
  var cores: Int
  var memoryBytes: UInt64
  var system: String
  /// Processes that wanted to run over the last minute, on average.
  var load: Double
  /// How this program, and by the makefile thaw too, was built.
  var build: String

  /// This machine, now.
  static var current: Machine {
    #if DEBUG
    let build = "debug build"
    #else
    let build = "release build"
    #endif
    return Machine(
      processor: field("model name", ofFile: "/proc/cpuinfo", separator: ":")
        ?? "unknown processor",
      cores: ProcessInfo.processInfo.activeProcessorCount,
      memoryBytes: ProcessInfo.processInfo.physicalMemory,
      system: field("PRETTY_NAME", ofFile: "/etc/os-release", separator: "=") ?? "unknown system",
      load: averageLoad, build: build)
  }

  var line: String {
    let memory = printed((Double(memoryBytes) / 0x1p30).rounded())
    return "\(cores) × \(processor), \(memory) GiB, \(system), load \(printed(load)), \(build)"
  }

  private static var averageLoad: Double {
    var load = [0.0]
    return getloadavg(&load, 1) == 1 ? load[0] : .nan
  }

  private static func field(_ key: String, ofFile path: String, separator: Character) -> String? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split(separator: separator, maxSplits: 1).last?
      .trimmingCharacters(in: CharacterSet(charactersIn: " \""))
  }
}
