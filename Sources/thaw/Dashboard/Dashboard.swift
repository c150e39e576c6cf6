import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTerminal

/// The dashboard in this terminal.
enum Dashboard {
  /// Runs it until the user detaches.
  ///
  /// - Throws: Why the terminal cannot show it; the terminal is then as it was.
  static func run(
    _ opening: Opening, library: SessionLibrary, look: Look = Look()
  ) async throws {
    let (settings, warnings) = UserFiles.readSettings()
    var themes = Themes(choice: settings.themeChoice)
    if let name = look.theme, !themes.take(name) {
      throw Failure.usage("no theme “\(name)”; there are \(themes.names.joined(separator: ", "))")
    }
    if let kind = Theme.Kind(environment: ProcessInfo.processInfo.environment) {
      themes.choice.background = kind
    }
    let farewell = try await withTerminal(mouse: settings.mouse) { [themes] terminal in
      var themes = themes
      themes.choice.colors = terminal.ability.colors
      let program = DashboardProgram(
        terminal: terminal, themes: themes, library: library, opening: opening,
        ability: look.isASCII ? .ascii(colors: terminal.ability.colors) : terminal.ability,
        settings: settings, warnings: warnings)
      return await program.run()
    }
    if let farewell { Output.line(farewell) }
  }
}

/// Turns what happens into pictures: one loop over actions.
///
/// A key is answered at once, what the engine says as often as that costs next to nothing: see `FramePace`.
@TerminalActor
final class DashboardProgram {
  private static let tickInterval = Duration.milliseconds(500)
  private static let unattendedInterval = Duration.seconds(1)
  /// How long the first picture waits for the terminal to tell its background.
  private static let answerPatience = Duration.milliseconds(12)
  /// How long it waits for a store to be read: an empty one would only delay the next.
  private static let emptyPatience = Duration.milliseconds(30)
  private static let playingInterval = Duration.milliseconds(100)
  private static let restInterval = Duration.seconds(2)

  private let terminal: NcursesTerminal
  private let ability: Ability
  private var themes: Themes
  private let effects: EffectRunner
  private let actions: AsyncStream<DashboardAction>
  private let inlet: AsyncStream<DashboardAction>.Continuation
  private let clock = ContinuousClock()
  private let cores = ProcessInfo.processInfo.activeProcessorCount
  private let start: ContinuousClock.Instant

  private var state: DashboardState
  private var presenter = Presenter()
  private var pace = FramePace()
  /// Until when the terminal may still tell its background.
  private var answerLimit: ContinuousClock.Instant
  /// Until when the first picture waits for what there is to show; nil once that is there.
  private var emptyLimit: ContinuousClock.Instant?
  private var scheduledFrame: (due: ContinuousClock.Instant, task: Task<Void, Never>)?
  private var isOver = false

  init(
    terminal: NcursesTerminal, themes: Themes, library: SessionLibrary, opening: Opening,
    ability: Ability, settings: Settings, warnings: [String]
  ) {
    self.terminal = terminal
    self.ability = ability
    self.themes = themes
    start = clock.now
    answerLimit = start
    emptyLimit = start + Self.emptyPatience
    if themes.choice.name == nil, ability.colors > .none, terminal.askForBackground() {
      answerLimit += Self.answerPatience
    }
    (actions, inlet) = AsyncStream.makeStream()
    effects = EffectRunner(library: library, inlet: inlet)
    let first = DashboardState.opening(
      opening, size: terminal.size, client: "thaw-\(UUID().uuidString)",
      secondsFromGMT: TimeZone.current.secondsFromGMT(), settings: settings,
      themes: themes.names, history: UserFiles.readHistory(), kept: KeptChoices.read(of: library),
      folder: library.isUsual ? nil : library.folder.path)
    state = first.state
    pace.newsInterval = settings.newsInterval
    effects.pace = newsPace
    perform(first.effects)
    for warning in warnings + themes.warnings { inlet.yield(.warned(message: warning)) }
  }

  /// Runs until the user detaches or the terminal is gone; gives what to say then.
  func run() async -> String? {
    let inputs = Task {
      for await input in terminal.inputs {
        if case .background(let color) = input { fit(color) }
        if let action = DashboardAction(input) { inlet.yield(action) }
      }
      inlet.finish()
    }
    let ticks = Task {
      while !Task.isCancelled {
        inlet.yield(.ticked(at: seconds))
        try? await Task.sleep(for: tickInterval)
      }
    }
    scheduleFrame(for: .opening)
    for await action in actions {
      take(action)
      if isOver { break }
    }
    inputs.cancel()
    ticks.cancel()
    scheduledFrame?.task.cancel()
    effects.close()
    await effects.finish()
    return state.farewell
  }

  /// Since the start.
  private var seconds: Double { (clock.now - start) / .seconds(1) }

  /// How long until time may have changed something.
  private var tickInterval: Duration {
    if state.isPlaying { return Self.playingInterval }
    if state.isAtRest { return Self.restInterval }
    return pace.isUnattended(at: clock.now) ? Self.unattendedInterval : Self.tickInterval
  }

  /// How far apart news should come from the engine.
  private var newsPace: NewsPace {
    NewsPace(
      seconds: pace.deliveryInterval(at: clock.now) / .seconds(1),
      isShared: pace.isUnattended(at: clock.now))
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
      case .savePicture(let stem): savePicture(stem)
      case .applySettings(let settings): apply(settings)
      case .copy(let text): terminal.copy(text)
      case .redraw: presenter = Presenter()
      case .detach: isOver = true
      default: effects.perform(effect)
      }
    }
  }

  private func take(_ action: DashboardAction) {
    var before: DashboardState?
    // Not kept for others: the curves that an event adds to would have to be copied.
    if case .ticked = action { before = state }
    let (history, told) = (state.paletteHistory.last, state.announcement)
    // What the engine says is seen now, and not at the last tick.
    if case .cameTogether = action { perform(reduce(&state, .ticked(at: seconds))) }
    perform(reduce(&state, action))
    if action.isNews, let news = state.announcement, news != told {
      terminal.announce(news.title, news.body, ringing: state.settings.bell)
    }
    if let line = state.paletteHistory.last, line != history { effects.remember(line) }
    guard !isOver else { return }
    if action.hasContent { emptyLimit = nil }
    if before != nil {
      reloadThemes()
      lookAtMachine()
    }
    if let before, state.isShownLike(before) { return }
    // A recording that plays is watched.
    scheduleFrame(for: state.isPlaying ? .input : action.occasion)
  }

  private func apply(_ settings: Settings) {
    let (background, colors) = (themes.choice.background, themes.choice.colors)
    themes.choice = settings.themeChoice
    (themes.choice.background, themes.choice.colors) = (background, colors)
    pace.newsInterval = settings.newsInterval
    effects.pace = newsPace
    terminal.useMouse(settings.mouse)
  }

  /// Takes the theme for a background that the terminal told.
  private func fit(_ background: Color) {
    answerLimit = clock.now
    guard let kind = Theme.Kind(background: background) else { return }
    themes.choice.background = kind
    scheduleFrame(for: .opening)
  }

  /// Lets pictures come less often where all cores train.
  private func lookAtMachine() {
    // `0.20 0.18 0.12 3/80 11206`: before the slash the tasks that run or want to, this one among them.
    guard let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8),
      let running = text.split(separator: " ").dropFirst(3).first?.split(separator: "/").first
    else { return }
    pace.look(running: (Int(running) ?? 1) - 1, cores: cores)
    effects.pace = newsPace
  }

  /// Shows a theme file as it is being edited.
  private func reloadThemes() {
    guard themes.reloadIfChanged() else { return }
    for warning in themes.warnings { inlet.yield(.warned(message: warning)) }
    inlet.yield(.themeChanged(name: themes.current.name))
  }

  private func scheduleFrame(for occasion: FramePace.Occasion) {
    let due = max(emptyLimit ?? answerLimit, pace.due(for: occasion, at: clock.now))
    if let scheduledFrame {
      guard due < scheduledFrame.due else { return }
      scheduledFrame.task.cancel()
    }
    scheduledFrame = nil
    guard due > clock.now else { return paint(for: occasion) }
    let task = Task {
      try? await Task.sleep(until: due, clock: clock)
      guard !Task.isCancelled else { return }
      scheduledFrame = nil
      paint(for: occasion)
    }
    scheduledFrame = (due, task)
  }

  private func paint(for occasion: FramePace.Occasion) {
    emptyLimit = nil
    let start = clock.now
    presenter.show(Screenshot(of: state, context).buffer, on: terminal)
    pace.paint(for: occasion, from: start, to: clock.now)
    if occasion == .input { effects.pace = newsPace }
  }

  private var context: RenderContext {
    var ability = ability
    // Where only ASCII is shown, nothing else is.
    if ability.raster != .ascii, let raster = state.settings.raster { ability.raster = raster }
    return RenderContext(theme: themes.current, ability: ability)
  }

  private func savePicture(_ stem: String) {
    do {
      inlet.yield(.pictureSaved(path: try Screenshot(of: state, context).write(stem: stem)))
    } catch {
      inlet.yield(.loadFailed(message: "the picture cannot be written here: \(error)"))
    }
  }
}

extension DashboardAction {
  /// Whether it tells what the run does, and not what the person wants.
  fileprivate var isNews: Bool {
    switch self {
    case .cameTogether, .historyLoaded: true
    default: false
    }
  }

  /// Whether there is something to show since then.
  fileprivate var hasContent: Bool { occasion != .news && occasion != .time }

  /// What its picture is painted for.
  fileprivate var occasion: FramePace.Occasion {
    switch self {
    case .historyLoaded, .sessionsLoaded, .recordingLoaded, .comparisonLoaded, .loadFailed: .opening
    case .keyPressed, .clicked, .doubleClicked, .dragged, .scrolled, .resized: .input
    case .ticked: .time
    default: .news
    }
  }
}

extension Settings {
  fileprivate var themeChoice: ThemeChoice {
    ThemeChoice(name: theme, dark: darkTheme, light: lightTheme)
  }

  /// How far apart pictures may be painted of what comes by itself; it is delivered half as often, see ``FramePace``.
  fileprivate var newsInterval: Duration { .milliseconds(500 / max(1, refresh)) }
}
