import Foundation

/// A program in a terminal of its own.
final class TerminalProgram {
  let terminal: PseudoTerminal
  /// When it was started.
  let started: ContinuousClock.Instant
  private let pid: pid_t
  private var isRunning = true

  /// Starts a program in a terminal of 160 × 50.
  init(_ program: String, _ arguments: [String]) throws(PseudoTerminal.Failure) {
    terminal = try PseudoTerminal(columns: 160, rows: 50)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, it becomes the program's controlling terminal.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal.path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX_SPAWN_SETSID of spawn.h, which the Glibc module does not show.
    posix_spawnattr_setflags(&attributes, 0x80)

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = Self.environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    started = .now
    let status = posix_spawn(&pid, program, &actions, &attributes, &words, &variables)
    guard status == 0 else { throw PseudoTerminal.Failure("cannot start \(program)", status) }
    self.pid = pid
  }

  deinit { stop() }

  /// The same for everybody: neither the caller's theme nor colours.
  private static var environment: [String: String] {
    let own = ProcessInfo.processInfo.environment
    return [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": own["HOME"] ?? "/",
      "PATH": own["PATH"] ?? "/usr/bin:/bin", "XDG_CONFIG_HOME": "/nonexistent",
    ]
  }

  /// Resident memory, in MiB.
  var residentMemory: Double {
    let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return (kibibytes ?? .nan) / 1024
  }

  /// Seconds of processor time that it used so far.
  var processorSeconds: Double {
    var clock = clockid_t()
    var time = timespec()
    // The system's text files count in steps of 10 ms, too coarse for an idle program.
    guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &time) == 0 else {
      return .nan
    }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Reads until nothing was written for so long, and returns how many bytes there were.
  @discardableResult
  func settle(for quiet: Duration) -> Int {
    var count = 0
    while true {
      let bytes = terminal.read(within: quiet)
      guard !bytes.isEmpty else { return count }
      count += bytes.count
    }
  }

  /// Holds it where it is.
  func pause() { kill(pid, SIGSTOP) }

  /// Lets it go on.
  func proceed() { kill(pid, SIGCONT) }

  /// Types `q` and waits for the end.
  func quit() throws(PseudoTerminal.Failure) {
    try terminal.type("q")
    let deadline = ContinuousClock.now + .seconds(5)
    while ContinuousClock.now < deadline {
      // A full terminal would keep it from ending.
      _ = terminal.read(within: .milliseconds(5))
      guard waitpid(pid, nil, WNOHANG) == 0 else {
        isRunning = false
        return
      }
    }
    throw PseudoTerminal.Failure("thaw did not end within 5 s of q", ETIMEDOUT)
  }

  private func stop() {
    guard isRunning else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }
}
