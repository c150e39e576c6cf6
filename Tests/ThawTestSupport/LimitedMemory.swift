import Foundation

/// Lets this process have only so many bytes of memory more, as `ulimit -v` does; for exit tests.
public func limitMemory(toFurther bytes: Int) throws {
  let statistics = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
  let pages = statistics.split(separator: " ").first.flatMap { UInt($0) } ?? 0
  let wanted = pages * UInt(sysconf(Int32(_SC_PAGESIZE))) + UInt(bytes)
  var limit = rlimit(rlim_cur: wanted, rlim_max: wanted)
  guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
  }
}
