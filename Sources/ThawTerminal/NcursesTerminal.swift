import CNcurses
import Foundation
public import ThawCanvas

/// The real terminal, through ncurses.
///
/// There is one at a time: ``withTerminal(mouse:_:)`` takes it over and gives it back. It is given
/// back too when a signal or a crash ends the program; Swift's backtrace is then printed only if
/// `SWIFT_BACKTRACE` is set. Ctrl-z and ctrl-l are answered here, all other keys, ctrl-c included,
/// are ``inputs``. Error output that would spoil the screen is kept and printed afterwards.
@TerminalActor
public final class NcursesTerminal: TerminalBackend {
  /// Keys, mouse and size changes, in order; ends when the terminal is gone or given back.
  public nonisolated let inputs: AsyncStream<TerminalInput>
  /// What it can show.
  public nonisolated let ability: Ability

  /// How long, in milliseconds, an escape may be the start of another key; as long as in tmux.
  ///
  /// The bytes of a key arrive together, but over a slow line not always in one piece.
  private static let escapeDelay: Int32 = 10

  let palette: Palette
  let output: OutputCapture
  var reports = ReportDecoder()
  var clicks = DoubleClick()
  var compactor = OutputCompactor()
  /// What the palette makes of styles: finding the nearest colours takes longer than painting them.
  var looks: [Style: Look] = [:]
  let inlet: AsyncStream<TerminalInput>.Continuation
  var sources: [any DispatchSourceProtocol] = []
  /// The last size that the program was told.
  var announcedSize = Size(width: 0, height: 0)
  private var isOpen = true

  /// Takes the terminal over.
  ///
  /// - Throws: Why it can't; nothing was written then.
  init(mouse: Bool, environment: [String: String]) throws(TerminalError) {
    let name = environment["TERM"] ?? ""
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    switch thaw_terminal_kind(name) {
    case 1: break
    case 0: throw .unknown(name)
    default: throw .tooSimple(name)
    }
    guard Restoration.rememberModes() else { throw .notATerminal }
    thaw_use_utf8()
    let file = thaw_open_screen(NcursesTerminal.bestName(name, environment), Self.escapeDelay)
    guard file >= 0 else { throw .refused(name) }
    output = OutputCapture(of: file)
    let palette = Palette(
      count: Int(thaw_start_colors()), isDirect: thaw_has_direct_color())
    ability = Ability(environment: environment, colors: palette.depth)
    self.palette = ability.colors == .none ? .none : palette
    (inputs, inlet) = AsyncStream.makeStream()
    if mouse { useMouse(true) }
    announcedSize = size
    Restoration.arm(wake: listen())
    thaw_divert_errors()
  }

  /// Columns and rows.
  public var size: Size { Size(width: Int(thaw_columns()), height: Int(thaw_lines())) }

  /// Takes the mouse over, or leaves it to the terminal, which selects text with it.
  public func useMouse(_ isOurs: Bool) {
    guard isOurs != reports.hasMouse else { return }
    reports.hasMouse = isOurs
    listenToMouse(isOurs)
  }

  /// Has the terminal tell of buttons, the wheel, and moves with a button held, as `ReportDecoder` reads it.
  func listenToMouse(_ isWanted: Bool) {
    write([1000, 1002, 1006].flatMap { Array("\u{1B}[?\($0)\(isWanted ? "h" : "l")".utf8) })
  }

  /// Asks the terminal for its background, which comes as an input, if ever.
  ///
  /// - Returns: Whether it makes sense to wait; some terminals would print the question.
  public func askForBackground() -> Bool {
    let environment = ProcessInfo.processInfo.environment
    let family = environment["TERM"]?.prefix { $0 != "-" } ?? ""
    guard !["linux", "eterm", "vt100", "vt220"].contains(family),
      family != "screen" || environment["TMUX"] != nil
    else { return false }
    reports.awaitsBackground = true
    write(Array(ReportDecoder.question.utf8))
    return true
  }

  /// Gives the terminal back.
  func close() {
    guard isOpen else { return }
    isOpen = false
    for source in sources { source.cancel() }
    sources = []
    // An answer that is still on its way would be typed into the shell.
    if reports.awaitsBackground { tcflush(STDIN_FILENO, TCIFLUSH) }
    if reports.hasMouse { listenToMouse(false) }
    endwin()
    Restoration.disarm()
    inlet.finish()
  }

  /// Gives the terminal back to the shell until the user brings the program to the foreground
  /// again.
  public func suspend() { stop(group: true) }

  func stop(group: Bool) {
    guard isOpen else { return }
    if reports.hasMouse { listenToMouse(false) }
    endwin()
    thaw_stop_process(group)
    // The signal that continues the program repaints the screen: see `wake(_:)`.
  }

  private static func bestName(_ name: String, _ environment: [String: String]) -> String {
    Palette.directNames(of: name, environment).first { thaw_terminal_kind($0) == 1 } ?? name
  }
}

/// Runs a body with the terminal taken over, and gives it back on every way out.
///
/// - Parameters:
///   - mouse: Whether to ask for mouse events; without, the terminal selects text with it.
///   - body: Gets the terminal.
/// - Returns: What the body returns.
/// - Throws: ``TerminalError`` before anything is written, or what the body throws.
@TerminalActor
public func withTerminal<Result: Sendable>(
  mouse: Bool = true, _ body: @TerminalActor (NcursesTerminal) async throws -> Result
) async throws -> Result {
  let terminal = try NcursesTerminal(
    mouse: mouse, environment: ProcessInfo.processInfo.environment)
  defer { terminal.close() }
  return try await body(terminal)
}
