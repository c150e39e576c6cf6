public import ThawCanvas
import ThawProtocol

/// The screens, by the digit that opens them.
public enum Screen: Int, CaseIterable, Equatable, Sendable {
  case live = 1
  case layers
  case sessions
  case compare
  case findings
  case samples

  var title: String {
    switch self {
    case .live: "Live"
    case .layers: "Layers"
    case .sessions: "Sessions"
    case .compare: "Compare"
    case .findings: "Findings"
    case .samples: "Samples"
    }
  }
}

/// The parts of the Live screen that keys can go to.
enum Pane: CaseIterable, Equatable, Sendable {
  case board
  case charts
  case journal
}

/// What lies over the screen and takes the keys first.
enum Overlay: Equatable, Sendable {
  case help(HelpState)
  case settings(SettingsState)
  case palette(PaletteState)
  case filter(TextField)
}

/// Everything that the dashboard shows, as a value.
///
/// ``reduce(_:_:)`` evolves it, ``DashboardView`` draws it. It holds no clock, file or connection: time
/// enters by ``DashboardAction/ticked(at:)``, all else by the other actions.
public struct DashboardState: Equatable, Sendable {
  /// The terminal's size.
  public internal(set) var size: Size
  /// Seconds on the dashboard's clock, as of the last tick.
  public internal(set) var now = 0.0
  /// The screen that is shown.
  public internal(set) var screen = Screen.live
  /// The session on the Live screen.
  public internal(set) var run: RunState?
  /// Commands that were sent and not yet answered, oldest first.
  public internal(set) var pending: [PendingCommand] = []
  /// Lines that go by themselves, oldest first.
  public internal(set) var toasts: [Toast] = []
  /// How the Live screen's curves are shown.
  public internal(set) var plots = PlotState()
  /// The list of sessions.
  public internal(set) var sessions = SessionListState()
  /// The sessions that are compared.
  public internal(set) var compare = CompareState()
  /// How the person wants the dashboard to be.
  public internal(set) var settings = Settings()
  /// The lines that were entered after `:`, oldest first.
  public internal(set) var paletteHistory: [String] = []

  /// The choices as they were kept last.
  var keptChoices = KeptChoices(comparison: CompareChoices())
  /// The metrics at steps that the list was read with.
  var readStepFields: Set<StepField> = []

  var pane = Pane.board
  var grid = ChartGrid()
  /// How the Live screens of sessions were left, here or by earlier starts.
  var liveScreens: [String: KeptLiveScreen] = [:]
  /// How the one that is open was when it was opened.
  var openedLiveScreen: KeptLiveScreen?
  var isChartEnlarged = false
  var journalScroll = 0
  var tour: Tour?
  /// Seconds of a recording that pass in one; nil for what makes it last about a minute.
  var tourSpeed: Double?
  var orderRenewedAt = 0.0
  var overlay: Overlay?
  var layout = LayoutState()
  /// The names of the themes there are.
  var themes: [String] = []
  var unconfirmedThaw: UnconfirmedThaw?
  var hasSaidThatTrainingGoesOn = false
  /// Whether nothing is sent to any run that is opened here.
  var isReadOnly = false

  /// Added to Coordinated Universal Time for the times of day that are shown.
  let secondsFromGMT: Int
  /// Where the sessions are; nil where commands find them there unasked.
  var folder: String?
  private let client: String
  private var sent = 0

  /// Starts empty.
  ///
  /// - Parameters:
  ///   - size: The terminal's size.
  ///   - client: Begins the ids of this viewer's requests; unique among viewers.
  ///   - secondsFromGMT: The local time zone's distance from Coordinated Universal Time.
  public init(size: Size, client: String, secondsFromGMT: Int = 0) {
    self.size = size
    self.client = client
    self.secondsFromGMT = secondsFromGMT
  }

  /// What to print once the screen is given back; nil where nothing goes on.
  public var farewell: String? {
    guard let run, run.link == .connected, run.phase?.isFinal != true else { return nil }
    let verb = run.phase == .paused ? "the run stays paused" : "training goes on"
    return "\(verb): thaw attach \(run.address)"
  }

  /// The chart that has the keys.
  var chart: ChartName { grid.focused }

  /// A request id that no other request has.
  mutating func makeRequestID() -> String {
    sent += 1
    return "\(client)-\(sent)"
  }

  mutating func toast(_ kind: Toast.Kind, _ text: String, since step: Int? = nil) {
    toasts.removeAll { $0.text == text }
    toasts.append(Toast(kind: kind, text: text, until: now + kind.duration, step: step))
    if toasts.count > 4 { toasts.removeFirst() }
  }

  /// Whether the newest lines of the journal are in view, so that what they say need not be said again.
  var showsJournal: Bool {
    guard screen == .live, overlay == nil, journalScroll == 0 else { return false }
    return (LiveLayout(self).journal?.height ?? 0) > 4
  }
}
