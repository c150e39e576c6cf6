import ArgumentParser
import Foundation
import Glibc

/// Why an engine process cannot be started.
struct EngineStartError: Error, CustomStringConvertible {
  let description: String
}

/// A background `thaw-engine`, in a session of its own so that it outlives the terminal.
struct EngineProcess {
  let pid: pid_t

  /// Starts `thaw-engine` with its output appended to a log file.
  ///
  /// - Throws: ``EngineStartError`` where the program is missing or the system refuses.
  ///
  /// A shell waits for it and writes to `ending` how it ended, which nobody else could say who has not
  /// started it.
  init(arguments: [String], log: URL, ending: URL) throws {
    let program = "/bin/sh"
    let command = ["sh", "-c", Self.keeper, "sh", ending.path, try Self.program()] + arguments
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    // Opened here, so that the file is named where it cannot be.
    let output = open(log.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard output >= 0 else {
      throw EngineStartError(
        description: "cannot write \(log.path): \(String(cString: strerror(errno)))")
    }
    defer { close(output) }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    Self.closeFilesInChildren()

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A task's thread blocks signals, and an engine that inherits that cannot be ended by them.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    // POSIX_SPAWN_SETSID of spawn.h, which the Glibc module does not show.
    posix_spawnattr_setflags(&attributes, 0x80 | Int16(POSIX_SPAWN_SETSIGMASK))

    var words = command.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let status = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
    guard status == 0 else {
      throw EngineStartError(
        description: "cannot start \(program): \(String(cString: strerror(status)))")
    }
    self.pid = pid
  }

  /// Writes `running PID`, then the exit code, and `memory` if the system killed for lack of it meanwhile.
  ///
  /// What the shell itself says, such as “Killed”, is not the engine's and stays out of its log.
  private static let keeper = """
    ending=$1
    shift
    lost() { sed -n 's/^oom_kill //p' /proc/vmstat 2> /dev/null; }
    before=$(lost)
    echo "running $$" > "$ending"
    exec 3>&2 2> /dev/null
    (exec "$@" 2>&3 3>&-)
    code=$?
    memory=
    [ "$(lost)" = "$before" ] || memory=memory
    echo "$code $memory" > "$ending"
    exit $code
    """

  /// Whether a process is the engine that was started.
  func started(_ process: Int32) -> Bool {
    // The fourth field, after a name that may hold anything but ends with the last parenthesis.
    let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let fields = line?.split(separator: ")").last?.split(separator: " ")
    return fields?.dropFirst().first.flatMap { Int32($0) } == pid
  }

  /// How the process ended, or nil while it runs.
  var exitDescription: String? {
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    let (signal, code) = (status & 0x7f, status >> 8 & 0xff)
    if signal != 0 { return "signal \(signal)" }
    return code > 128 ? "signal \(code - 128)" : "exit code \(code)"
  }

  /// Runs `thaw-engine` in the foreground, in place of this program.
  ///
  /// - Throws: ``EngineStartError``; on success it does not return.
  static func replaceThisProgram(arguments: [String]) throws -> Never {
    let program = try program()
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    execv(program, &words)
    throw EngineStartError(
      description: "cannot start \(program): \(String(cString: strerror(errno)))")
  }

  /// Runs `thaw-engine` to its end and returns what it printed; its errors go to this program's.
  ///
  /// - Throws: ``EngineStartError``, or an exit code after the engine has said what is wrong.
  static func output(of arguments: [String], input: Data) throws -> Data {
    let engine = Process()
    engine.executableURL = URL(filePath: try program())
    engine.arguments = arguments
    let (asked, answered) = (Pipe(), Pipe())
    engine.standardInput = asked
    engine.standardOutput = answered
    try engine.run()
    asked.fileHandleForWriting.write(input)
    try asked.fileHandleForWriting.close()
    let output = answered.fileHandleForReading.readDataToEndOfFile()
    engine.waitUntilExit()
    guard engine.terminationStatus == 0 else { throw ExitCode(1) }
    return output
  }

  /// Keeps what this program inherited from the engine: whoever waits for those files to close, as a
  /// shell's pipe does, must not wait for the engine's end.
  private static func closeFilesInChildren() {
    for file in (STDERR_FILENO + 1)..<1024 {
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    }
  }

  /// The engine's path; whoever is started from here finds the environment that it needs.
  private static func program() throws -> String {
    // On a busy machine threads that spin while they wait cost several times what they gain.
    // libgomp reads this when it is loaded, so the engine cannot set it itself.
    setenv("OMP_WAIT_POLICY", "PASSIVE", 0)
    let program = Installation.programFolder.appending(path: "thaw-engine").path
    guard access(program, X_OK) == 0 else {
      throw EngineStartError(
        description: "thaw-engine is not at \(program); build it: make release")
    }
    try checkMemory()
    return program
  }

  /// Below this libtorch and OpenBLAS hang or crash while they are loaded, before any code of the engine runs: 0.96 GB on
  /// two cores, and OpenBLAS's buffer for each one more.
  private static func checkMemory() throws {
    let cores = max(2, ProcessInfo.processInfo.processorCount)
    let needed = 1 << 30 + (cores - 2) * (128 << 20)
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      limit.rlim_cur < UInt(needed)
    else { return }
    throw EngineStartError(
      description:
        "memory is too little to load libtorch: this process may have \(limit.rlim_cur >> 20) MiB (ulimit -v), "
        + "and the engine needs \(needed >> 20) MiB; raise the limit")
  }
}
