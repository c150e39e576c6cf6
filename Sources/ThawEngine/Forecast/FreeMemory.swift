import Foundation
import Glibc

/// The memory that the machine can still give.
enum FreeMemory {
  /// Bytes that are available without swapping, within the limits of a container and of the process; nil where none can be told.
  static func bytes() -> Int? {
    let machine = text("/proc/meminfo").flatMap(available)
    let group = limit(
      text("/sys/fs/cgroup/memory.max"), used: text("/sys/fs/cgroup/memory.current"))
    return [machine, group, addressSpace()].compactMap { $0 }.min()
  }

  /// The most that this process may have, by `ulimit -v`; nil where that is not limited.
  static var limit: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < UInt(Int.max)
    else { return nil }
    return Int(limit.rlim_cur)
  }

  /// What this process may still have, by `ulimit -v`; nil where that is not limited.
  static func addressSpace() -> Int? {
    guard let limit,
      let pages = text("/proc/self/statm")?.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, limit - pages * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  /// `MemAvailable` of `/proc/meminfo`, whose unit is 1,024 bytes.
  static func available(_ meminfo: String) -> Int? {
    let line = meminfo.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
  }

  /// What a group of processes may still take; nil for `max`, which is no limit.
  static func limit(_ most: String?, used: String?) -> Int? {
    func number(_ text: String?) -> Int? {
      text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    guard let most = number(most), let used = number(used) else { return nil }
    return max(0, most - used)
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
