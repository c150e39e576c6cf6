import Foundation
import Glibc

/// A program run to its end.
struct ProgramRun {
  /// What it printed, standard output first.
  var text: String { standardOutput + standardError }
  /// What it printed on standard output.
  var standardOutput: String
  /// What it printed on standard error.
  var standardError: String
  /// Its exit code, or minus the signal that ended it.
  var exitCode: Int32

  /// The project's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program found on the path, or by an absolute path, in the project's folder.
  ///
  /// Into files and with `waitpid`, not Foundation's `Process`: that waits until every descendant
  /// has closed what it inherited, and a tmux server or an engine outlives its parent.
  static func output(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ProgramRun {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "thaw-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, writing, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.path, writing, 0o600)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A test runs on a thread that blocks signals, and whoever inherits that cannot be ended by them.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var words = (["env", "-C", root.path, program] + arguments).map { strdup($0) } + [nil]
    var settings = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in words + settings { free(word) } }
    var pid: pid_t = 0
    let status = posix_spawnp(&pid, "env", &actions, &attributes, &words, &settings)
    guard status == 0 else { throw POSIXError(.init(rawValue: status) ?? .EIO) }

    var ending: Int32 = 0
    while waitpid(pid, &ending, 0) == -1 && errno == EINTR {}
    let signal = ending & 0x7f
    return ProgramRun(
      standardOutput: String(decoding: (try? Data(contentsOf: output)) ?? Data(), as: UTF8.self),
      standardError: String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self),
      exitCode: signal == 0 ? ending >> 8 & 0xff : -signal)
  }
}
