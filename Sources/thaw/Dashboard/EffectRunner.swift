import Foundation
import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTerminal

/// Does what the dashboard asks of the store and the engine; results come back as actions.
@TerminalActor
final class EffectRunner {
  private let library: SessionLibrary
  private let inlet: AsyncStream<DashboardAction>.Continuation
  private var watching: Task<Void, Never>?
  /// The sessions whose kept Live screen was read.
  private var recalled: Set<String> = []
  /// What is watched of another tool's files; nil for a session of the library.
  private var watched: String?
  private var connection: EngineConnection?
  /// How far apart news may come: no picture shows them sooner.
  var pace = NewsPace(seconds: 0) {
    didSet { if pace != oldValue { connection?.take(pace) } }
  }
  /// The sessions whose histories are being read, and whether they were asked for again meanwhile.
  private var historyReads: [String: Bool] = [:]
  private var comparing: Task<Void, Never>?

  /// The last write of the person's own files.
  private var keeping: Task<Void, Never>?

  init(library: SessionLibrary, inlet: AsyncStream<DashboardAction>.Continuation) {
    self.library = library
    self.inlet = inlet
  }

  func perform(_ effect: DashboardEffect) {
    switch effect {
    case .send(let request): send(request)
    case .watch(let path, let run):
      close()
      watched = "\(URL(filePath: path).standardizedFileURL.path)#\(run)"
      recallLiveScreen(of: run)
      watching = Task.detached { [inlet] in
        await WatchedFile(url: URL(filePath: path), run: run).follow { result in
          switch result {
          case .success(let history): inlet.yield(.historyLoaded(history))
          case .failure(let error): inlet.yield(.loadFailed(message: "\(error)"))
          }
        }
      }
    case .attach(let session):
      close()
      connection = EngineConnection(to: library.session(session), pace: pace, inlet: inlet)
    case .leave: close()
    case .loadHistory(let session): loadHistory(of: session)
    case .loadSessions(let fields):
      read(for: effect) { [library] in .listing(of: library, at: fields) }
    case .loadRecording(let session):
      read(for: effect) { [library] in
        .recordingLoaded(try Recording.read(session, in: library))
      }
    case .keep(let kept): keep { [library] in try kept.write(of: library) }
    case .keepLiveScreen(let session, let screen):
      keep { [key = liveScreenKey(of: session)] in try LiveScreenFile.keep(screen, of: key) }
    case .label(let session, let change):
      read(for: effect) { [library] in
        try library.session(session).changeLabels { $0.apply(change) }
        return .listing(of: library)
      }
    case .delete(let session):
      read(for: effect) { [library, inlet] in
        try SessionTrash(of: library).add(library.session(session))
        inlet.yield(.sessionDeleted(name: session))
        return .listing(of: library)
      }
    case .restore(let session):
      read(for: effect) { [library] in
        _ = try SessionTrash(of: library).restore(session)
        return .listing(of: library)
      }
    case .loadComparison(let names):
      // Another may be wanted before the last was read.
      comparing?.cancel()
      comparing = read(for: effect) { [library] in
        .comparisonLoaded(
          try names.map { try HistoryReader(of: $0, in: library).compared() })
      }
    case .saveSettings(let settings): keep { try UserFiles.write(settings) }
    case .fork(let session, let step, let commands):
      fork(library.session(session), at: step, commands)
    // A connection asks for a snapshot itself when it has lagged; the rest is the program's.
    case .requestSnapshot, .cycleTheme, .setTheme, .applySettings, .copy, .savePicture, .redraw,
      .detach:
      break
    }
  }

  /// Keeps a line that was entered after `:` for the next start.
  func remember(_ line: String) {
    keep { try UserFiles.remember(line) }
  }

  /// Writes a file of the person's own, one write after the other.
  private func keep(_ write: @escaping @Sendable () throws -> Void) {
    keeping = Task.detached { [inlet, keeping] in
      await keeping?.value
      do {
        try write()
      } catch {
        inlet.yield(.warned(message: "not saved: \(error)"))
      }
    }
  }

  /// Waits until everything that is kept is on the disk.
  func finish() async { await keeping?.value }

  func close() {
    connection?.close()
    connection = nil
    watching?.cancel()
    watching = nil
    watched = nil
  }

  private func liveScreenKey(of session: String) -> String {
    watched ?? library.session(session).url.standardizedFileURL.path
  }

  /// Tells how a Live screen was left by an earlier start, the first time that it is shown.
  private func recallLiveScreen(of session: String) {
    let key = liveScreenKey(of: session)
    guard recalled.insert(key).inserted, let screen = LiveScreenFile.screen(of: key) else { return }
    inlet.yield(.liveScreenKept(session: session, screen))
  }

  private func send(_ request: Request) {
    guard let connection else {
      let outcome = CommandOutcome.refused(reason: "no engine runs this session")
      inlet.yield(.replied(id: request.id, outcome))
      return
    }
    connection.send(request)
  }

  /// Reads a session's store: first what the charts show, then the many curves of its rows.
  ///
  /// Asked for again meanwhile, it is read anew afterwards: two reads at once only delay the first.
  private func loadHistory(of session: String) {
    recallLiveScreen(of: session)
    guard historyReads[session] == nil else {
      historyReads[session] = true
      return
    }
    historyReads[session] = false
    let reading = read(for: .loadHistory(session: session)) { [library, inlet] in
      let reader = try HistoryReader(of: session, in: library)
      let history = try reader.withoutRows()
      inlet.yield(.historyLoaded(history))
      return .historyLoaded(try reader.adding(rowsTo: history))
    }
    Task {
      await reading.value
      if historyReads.removeValue(forKey: session) == true { loadHistory(of: session) }
    }
  }

  private func fork(_ trunk: SessionFolder, at step: Int?, _ commands: [Command]) {
    Task.detached { [library, inlet] in
      do {
        let fork = try await SessionFork(of: trunk, in: library).make(at: step, commands: commands)
        _ = try await LiveSession.startNew(fork, resuming: true)
        inlet.yield(.forked(session: fork.name))
      } catch {
        inlet.yield(.loadFailed(message: "\(error)"))
      }
    }
  }

  /// Reads the store away from the screen's thread.
  @discardableResult
  private func read(
    for effect: DashboardEffect, _ body: @escaping @Sendable () throws -> DashboardAction
  ) -> Task<Void, Never> {
    Task.detached { [inlet] in
      do {
        let action = try body()
        if !Task.isCancelled { inlet.yield(action) }
      } catch {
        if !Task.isCancelled { inlet.yield(.loadFailed(message: "\(error)", effect)) }
      }
    }
  }
}

extension DashboardAction {
  /// The sessions of a library, with metrics at steps.
  static func listing(of library: SessionLibrary, at fields: Set<StepField> = []) -> DashboardAction
  {
    let listing = library.listing()
    return .sessionsLoaded(
      library.adding(fields, to: listing.sessions), broken: listing.broken.map(\.name))
  }
}
