import Foundation
import Synchronization

/// A program run to its end.
struct ProgramRun {
  /// What it printed on both streams.
  var text: String
  /// What it printed on standard output alone.
  var standardOutput: String
  /// Its exit code, or minus the signal that ended it.
  var exitCode: Int32

  /// The project's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program found on the path, or by an absolute path.
  static func output(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: URL = root
  ) throws -> ProgramRun {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let streams = (Pipe(), Pipe())
    process.standardOutput = streams.0
    process.standardError = streams.1
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both streams are read at once: a program that fills one while the other is read would hang.
    let errors = Mutex(Data())
    let reader = Thread { [handle = streams.1.fileHandleForReading] in
      let data = (try? handle.readToEnd()) ?? Data()
      errors.withLock { $0 = data }
    }
    reader.start()
    let output = try streams.0.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    while !reader.isFinished { usleep(1000) }
    let standardOutput = String(decoding: output, as: UTF8.self)
    let standardError = String(decoding: errors.withLock { $0 }, as: UTF8.self)
    let signalled = process.terminationReason == .uncaughtSignal
    return ProgramRun(
      text: standardOutput + standardError, standardOutput: standardOutput,
      exitCode: signalled ? -process.terminationStatus : process.terminationStatus)
  }
}
