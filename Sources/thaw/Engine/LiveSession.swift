import Foundation
import ThawProtocol
import ThawStore
import ThawTransport

/// A session with an engine: started by this program, or found.
struct LiveSession {
  let folder: SessionFolder

  /// Where its engine listens.
  var socket: String { SocketLocation.path(toReachSession: folder.url) }

  /// Starts a session's engine and waits until it can be reached; `commands` are asked of it first.
  ///
  /// - Throws: ``Failure`` with the engine's own words where it ends before that.
  static func start(
    _ folder: SessionFolder, resuming: Bool, commands: [Command] = []
  )
    async throws -> LiveSession
  {
    if let pid = EngineLock.holder(of: folder), EngineLock.isHeld(folder) {
      throw Failure.run(
        "session “\(folder.name)” is already running (process \(pid)); thaw attach \(folder.address)"
      )
    }
    let arguments =
      ["run", folder.url.path] + (resuming ? ["--resume"] : [])
      + commands.flatMap { ["--do", $0.text] }
    let engine = try EngineProcess(arguments: arguments, log: folder.log, ending: folder.ending)
    let live = LiveSession(folder: folder)
    while true {
      if let snapshot = try? await EngineClient.snapshot(from: live.socket),
        engine.started(snapshot.pid), snapshot.phase != .preparing
      {
        return live
      }
      if let ending = engine.exitDescription {
        // A run of a few steps may be over before anybody asked.
        if ending == "exit code 0", try live.isOver { return live }
        // One that was killed had no time to say why.
        if ending.hasPrefix("signal") {
          throw Failure.run("\(EngineEnding(of: folder).text); see \(folder.log.path)")
        }
        throw Failure.run(
          live.lastWords ?? "the engine ended with \(ending); see \(folder.log.path)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Starts the engine of a session that was just made; where that fails the session goes again.
  ///
  /// - Throws: ``Failure``.
  static func startNew(_ folder: SessionFolder, resuming: Bool = false) async throws -> LiveSession
  {
    do {
      return try await start(folder, resuming: resuming)
    } catch {
      // A session that never trained a step is not worth a line in every later listing.
      try? FileManager.default.removeItem(at: folder.url)
      throw error
    }
  }

  /// What its engine said when it began, such as which files it skipped; `past` is the journal before.
  func notices(since past: [JournalEntry] = []) throws -> [String] {
    let journal = try SessionReader(folder).journal()
    let common = zip(journal, past).prefix { $0 == $1 }.count
    return journal.dropFirst(common).filter { !$0.isCommand }.map(\.command)
  }

  private var isOver: Bool {
    get throws { try [.finished, .stopped].contains(SessionReader(folder).summary().state) }
  }

  /// The last line of the engine's log.
  var lastWords: String? {
    let log = try? String(contentsOf: folder.log, encoding: .utf8)
    return log?.split(separator: "\n").last.map { String($0) }
  }
}
