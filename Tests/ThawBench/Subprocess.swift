import Foundation

/// A program that is run to its end.
enum Subprocess {
  /// What it printed.
  ///
  /// - Throws: What it said, where it failed.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Data {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Workbench.Missing(
        description: "\(program) failed: \(String(decoding: said.suffix(800), as: UTF8.self))")
    }
    return printed
  }

  /// The most memory that it had at once, in bytes; what it prints goes to a file.
  ///
  /// - Throws: The end of what it said, where it failed.
  static func peakMemory(of program: String, _ arguments: [String], log: URL) throws -> Int {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, log.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    var (status, usage): (Int32, rusage) = (0, rusage())
    guard posix_spawn(&pid, program, &actions, nil, &words, environ) == 0,
      wait4(pid, &status, 0, &usage) == pid, status == 0
    else {
      let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      throw Workbench.Missing(description: "\(program) failed: \(said.suffix(800))")
    }
    // Linux counts in units of 1,024 bytes.
    return usage.ru_maxrss * 1_024
  }
}
