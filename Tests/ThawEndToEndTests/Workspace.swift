import Foundation
import ThawTestSupport

/// Runs a test in a workspace of its own; its engines and its folder are gone afterwards, however it ends.
///
/// - Throws: What the body throws, or why the folder cannot be made.
func withWorkspace<Result>(
  steps: Int, train: String = "head", seed: Int = 1, _ body: (Workspace) async throws -> Result
) async throws -> Result {
  try await withTemporaryFolder { folder in
    let work = try Workspace(in: folder, steps: steps, train: train, seed: seed)
    defer { work.endEngines() }
    return try await body(work)
  }
}

/// A folder with a recipe and its sessions, and the built `thaw` to use on them.
struct Workspace {
  /// Where all of it lies.
  let folder: URL
  /// The folder of sessions.
  let sessions: URL
  /// A recipe on real weights and data whose steps take milliseconds.
  let recipe: URL

  /// The built `thaw`, beside the running tests.
  static let thaw = ProgramRun.root.appending(path: ".build/debug/thaw").path

  /// The file of released weights that the recipe starts from.
  static let pretrained: String = {
    let environment = ProcessInfo.processInfo.environment
    let user = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    return "\(environment["THAW_CACHE"] ?? "\(user)/thaw")/weights/efficientnet-lite0.pth"
  }()

  /// Prepares a folder; `steps` is the run's length.
  fileprivate init(in folder: URL, steps: Int, train: String, seed: Int) throws {
    self.folder = folder
    sessions = folder.appending(path: "sessions")
    recipe = folder.appending(path: "recipe.toml")
    try FileManager.default.createDirectory(at: sessions, withIntermediateDirectories: true)
    let images = "/usr/share/datasets/fashion-mnist"
    try """
    name = "clothes"
    [model]
    architecture = "efficientnet-lite0"
    weights = "pretrained"
    [data]
    format = "idx"
    train_images = "\(images)/train-images-idx3-ubyte.gz"
    train_labels = "\(images)/train-labels-idx1-ubyte.gz"
    test_images = "\(images)/t10k-images-idx3-ubyte.gz"
    test_labels = "\(images)/t10k-labels-idx1-ubyte.gz"
    size = 32
    limit = 512
    validation_limit = 64
    [method]
    train = "\(train)"
    [optimizer]
    name = "adamw"
    learning_rate = 1e-3
    [schedule]
    shape = "cosine"
    warmup_steps = 5
    [run]
    batch = 8
    steps = \(steps)
    evaluate_every = 50
    checkpoint_every = 25
    seed = \(seed)
    """.write(to: recipe, atomically: true, encoding: .utf8)
  }

  /// Runs `thaw` with arguments; sessions are this workspace's.
  func thaw(_ arguments: String...) throws -> ProgramRun { try thaw(arguments: arguments) }

  /// Runs `thaw` with arguments; sessions are this workspace's.
  func thaw(arguments: [String]) throws -> ProgramRun {
    try ProgramRun.output(Self.thaw, arguments, environment: environment)
  }

  /// The line that runs `thaw` in a shell, for a terminal.
  func shellLine(_ arguments: String) -> String {
    "THAW_SESSIONS='\(sessions.path)' XDG_STATE_HOME='\(sessions.path)/.state' \(Self.thaw) \(arguments)"
  }

  /// What `thaw show --json` says of a session.
  func show(_ session: String) throws -> Shown {
    let run = try thaw("show", session, "--json")
    return try JSONDecoder().decode(Shown.self, from: Data(run.standardOutput.utf8))
  }

  /// A metric's values by step, as `thaw export --csv` prints them.
  func losses(of session: String, metric: String = "train/loss") throws -> [Int: String] {
    let run = try thaw("export", session, "--csv")
    var values: [Int: String] = [:]
    for line in run.standardOutput.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if fields[0] == metric, let step = Int(fields[1]) { values[step] = fields[4] }
    }
    return values
  }

  /// Ends a session's engine at once, as the kernel would; nothing where none runs.
  func killEngine(of session: String) {
    let lock = sessions.appending(path: "\(session)/engine.lock")
    guard let text = try? String(contentsOf: lock, encoding: .utf8),
      let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)),
      let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8),
      command.contains("thaw")
    else { return }
    kill(pid, SIGKILL)
    while kill(pid, 0) == 0 { usleep(10_000) }
  }

  /// The signals that a session's engine blocks, in hexadecimal as the kernel tells them.
  func blockedSignals(ofEngine session: String) throws -> String? {
    let lock = sessions.appending(path: "\(session)/engine.lock")
    let pid = try String(contentsOf: lock, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
    return line?.split(separator: "\t").last.map { String($0) }
  }

  fileprivate func endEngines() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: sessions.path)) ?? []
    for name in names { killEngine(of: name) }
  }

  private var environment: [String: String] { ["THAW_SESSIONS": sessions.path] }

  /// The part of `thaw show --json` that the tests read.
  struct Shown: Decodable {
    var name: String
    var state: String
    var step: Int
    var rows: [Row]
    var journal: [Entry]

    struct Row: Decodable {
      var name: String
      var state: String
    }

    struct Entry: Decodable {
      var step: Int
      var command: String
      var outcome: String
    }
  }
}
