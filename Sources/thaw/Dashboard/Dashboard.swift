import Foundation
import ThawCanvas
import ThawDashboard
import ThawStore
import ThawTerminal

/// The dashboard in this terminal.
enum Dashboard {
  /// Runs it until the user detaches.
  ///
  /// - Throws: Why the terminal cannot show it; the terminal is then as it was.
  static func run(_ opening: Opening, library: SessionLibrary) async throws {
    var themes = Themes()
    try await withTerminal { terminal in
      if terminal.ability.colors <= .sixteen { _ = themes.take("sixteen") }
      let program = DashboardProgram(
        terminal: terminal, themes: themes, library: library, opening: opening)
      await program.run()
    }
  }
}

/// Turns what happens into pictures: one loop over actions, at most 30 frames a second.
@TerminalActor
final class DashboardProgram {
  private static let frameInterval = Duration.milliseconds(33)
  private static let tickInterval = Duration.milliseconds(500)

  private let terminal: NcursesTerminal
  private var themes: Themes
  private let effects: EffectRunner
  private let actions: AsyncStream<DashboardAction>
  private let inlet: AsyncStream<DashboardAction>.Continuation
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  private var state: DashboardState
  private var presenter = Presenter()
  private var nextFrame: ContinuousClock.Instant
  private var scheduledFrame: Task<Void, Never>?
  private var isOver = false

  init(
    terminal: NcursesTerminal, themes: Themes, library: SessionLibrary, opening: Opening
  ) {
    self.terminal = terminal
    self.themes = themes
    start = clock.now
    nextFrame = start
    (actions, inlet) = AsyncStream.makeStream()
    effects = EffectRunner(library: library, inlet: inlet)
    let first = DashboardState.opening(
      opening, size: terminal.size, client: "thaw-\(getpid())",
      secondsFromGMT: TimeZone.current.secondsFromGMT())
    state = first.state
    perform(first.effects)
    for warning in themes.warnings { inlet.yield(.warned(message: warning)) }
  }

  /// Runs until the user detaches or the terminal is gone.
  func run() async {
    let inputs = Task {
      for await input in terminal.inputs {
        if let action = DashboardAction(input) { inlet.yield(action) }
      }
      inlet.finish()
    }
    let ticks = Task {
      while !Task.isCancelled {
        inlet.yield(.ticked(at: (clock.now - start) / .seconds(1)))
        try? await Task.sleep(for: Self.tickInterval)
      }
    }
    paint()
    for await action in actions {
      perform(reduce(&state, action))
      if isOver { break }
      scheduleFrame()
    }
    inputs.cancel()
    ticks.cancel()
    scheduledFrame?.cancel()
    effects.close()
  }

  private func perform(_ wanted: [DashboardEffect]) {
    for effect in wanted {
      switch effect {
      case .cycleTheme:
        themes.cycle()
        inlet.yield(.themeChanged(name: themes.current.name))
      case .setTheme(let name):
        let known = themes.names.joined(separator: ", ")
        inlet.yield(
          themes.take(name)
            ? .themeChanged(name: name)
            : .warned(message: "no theme “\(name)”; there are \(known)"))
      case .redraw: presenter = Presenter()
      case .detach: isOver = true
      default: effects.perform(effect)
      }
    }
  }

  private func scheduleFrame() {
    guard scheduledFrame == nil else { return }
    let due = nextFrame
    guard due > clock.now else { return paint() }
    scheduledFrame = Task {
      try? await Task.sleep(until: due, clock: clock)
      scheduledFrame = nil
      if !isOver { paint() }
    }
  }

  private func paint() {
    var buffer = Buffer(size: state.size)
    let context = RenderContext(theme: themes.current, ability: terminal.ability)
    DashboardView.render(state, context: context, into: &buffer)
    presenter.show(buffer, on: terminal)
    nextFrame = clock.now + Self.frameInterval
  }
}
