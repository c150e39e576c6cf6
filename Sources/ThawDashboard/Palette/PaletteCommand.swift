import ThawProtocol

/// What a palette line asks for: something of the engine, or of the dashboard itself.
enum PaletteCommand: Equatable {
  case engine(Command)
  case theme(String?)
  case open(String)
  case compare([String])
  case sort(String?)
  case columns([String])
  case group(String?)
  case align(AlignmentMark?)
  case tag(String)
  case untag(String)
  case note(String)
  case baseline(String)
  case target(metric: String?, Double)
  case smoothing(Double)
  case axis(PlotAxis)
  case chart(String?)
  case grid([String])
  case pin(String?)
  case unpin(String?)
  case fork(at: Int?, [Command])
  case intent(Intent)

  /// The dashboard's own commands, each with its arguments and what it does.
  static let syntax: [(name: String, arguments: String, help: String)] = [
    ("open", "SESSION", "open another session"),
    ("compare", "SESSION…", "compare sessions; the first is the baseline"),
    ("sort", "[FIELD]", "sort the sessions by a field, or by age"),
    ("columns", "[FIELD…]", "the columns of the sessions, or the usual ones"),
    (
      "group", "[FIELD]",
      "group the sessions by a field, or not at all; Compare also by seed, but:KEY"
    ),
    (
      "align", "[thaw|freeze|fork|intervention N|checkpoint N]",
      "what compared sessions are counted from"
    ),
    ("tag", "WORD", "tag the session under the cursor"),
    ("untag", "WORD", "take its tag away"),
    ("note", "[TEXT…]", "write a note on it, or delete its note"),
    ("baseline", "SESSION", "measure compared sessions against this one"),
    ("target", "[METRIC] VALUE", "what it cost compared sessions to reach a value"),
    ("fork", "[at STEP] [COMMAND]", "a new session that goes its own way from there"),
    ("sessions", "", "list the sessions"),
    ("live", "", "back to the session that is open"),
    ("layers", "", "the layer board in full"),
    ("smooth", "WEIGHT", "smoothing of noisy curves, 0 to 0.999"),
    ("axis", "step|epoch|time|samples|flops", "what the x-axis counts"),
    ("chart", "[METRIC]", "show a metric large; without one, the usual charts"),
    ("log", "", "logarithmic y-axis on or off"),
    ("outliers", "", "leave out the points far above the rest, on or off"),
    ("grid", "METRIC…", "the charts to show, the large one first"),
    ("pin", "[METRIC]", "keep a chart in the grid, whatever else is shown"),
    ("unpin", "[METRIC]", "let other charts take its place again"),
    ("picture", "", "write the screen as SVG and as text, here"),
    ("theme", "[NAME]", "take a theme, or the next one; auto fits the terminal"),
    ("settings", "", "theme, charts, refresh, mouse and keys"),
    ("tour", "", "a recorded run, played back and explained"),
    ("help", "", "all keys and commands"),
    ("quit", "", "detach; training goes on"),
  ]

  /// Reads a line; `rows` are the names that `freeze` and `thaw` can mean.
  ///
  /// - Throws: ``PaletteError`` saying what is wrong and what would be right.
  init(parsing line: String, rows: [String]) throws(PaletteError) {
    var words = line.split(separator: " ").map(String.init)
    if words.first?.hasPrefix(":") == true { words[0].removeFirst() }
    let name = words.first ?? ""
    if let own = Self.syntax.first(where: { $0.name == name }) {
      guard let command = Self(own: name, Array(words.dropFirst())) else {
        let usage = own.arguments.isEmpty ? "no argument" : own.arguments
        throw PaletteError(message: "\(name) takes \(usage): \(own.help)")
      }
      self = command
    } else {
      self = .engine(try Self.engineCommand(words, rows: rows))
    }
  }

  private static func engineCommand(
    _ words: [String], rows: [String]
  ) throws(PaletteError) -> Command {
    do {
      let command = try Command(parsing: words)
      try command.check(against: rows)
      return command
    } catch {
      guard Command.syntax.contains(where: { $0.name == words.first }) else {
        throw PaletteError(message: unknown(words.first ?? ""))
      }
      throw PaletteError(message: error.message)
    }
  }

  /// What is wrong with a line whose first word no command begins with, or is made of; nil where nothing is.
  static func unknown(in line: String) -> String? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let name = words.first.map(String.init), !name.isEmpty, !names.contains(name) else {
      return nil
    }
    let isUnfinished = words.count == 1 && names.contains { FuzzyMatch(name, in: $0) != nil }
    return isUnfinished ? nil : unknown(name)
  }

  private static func unknown(_ name: String) -> String {
    let hint =
      nearest(to: name, among: names).map { "did you mean \($0)?" }
      ?? "tab lists them, help explains them"
    return "no command is called “\(name)”; \(hint)"
  }

  private static let names = (Command.syntax + syntax).map(\.name)

  private init?(own name: String, _ arguments: [String]) {
    switch (name, arguments.count) {
    case ("theme", 0...1): self = .theme(arguments.first)
    case ("open", 1): self = .open(arguments[0])
    case ("compare", 2...): self = .compare(arguments)
    case ("sort", 0...1): self = .sort(arguments.first)
    case ("columns", _): self = .columns(arguments)
    case ("group", 0...1): self = .group(arguments.first)
    case ("align", 0): self = .align(nil)
    case ("align", 1...2):
      guard let alignment = AlignmentMark(arguments.joined(separator: ":")) else { return nil }
      self = .align(alignment)
    case ("tag", 1): self = .tag(arguments[0])
    case ("untag", 1): self = .untag(arguments[0])
    case ("note", _): self = .note(arguments.joined(separator: " "))
    case ("baseline", 1): self = .baseline(arguments[0])
    case ("target", 1...2):
      guard let value = arguments.last.flatMap(Double.init), value.isFinite else { return nil }
      self = .target(metric: arguments.count == 2 ? arguments[0] : nil, value)
    case ("smooth", 1):
      guard let weight = Double(arguments[0]), (0...0.999).contains(weight) else { return nil }
      self = .smoothing(weight)
    case ("axis", 1):
      guard let axis = PlotAxis(rawValue: arguments[0]) else { return nil }
      self = .axis(axis)
    case ("chart", 0...1): self = .chart(arguments.first)
    case ("fork", _):
      guard let fork = Self.fork(arguments) else { return nil }
      self = fork
    case ("sessions", 0): self = .intent(.show(.sessions))
    case ("live", 0): self = .intent(.show(.live))
    case ("layers", 0): self = .intent(.show(.layers))
    case ("outliers", 0): self = .intent(.toggleClipping)
    case ("grid", 1...ChartGrid.limit): self = .grid(arguments)
    case ("pin", 0...1): self = .pin(arguments.first)
    case ("unpin", 0...1): self = .unpin(arguments.first)
    case ("log", 0): self = .intent(.toggleLogarithm)
    case ("picture", 0): self = .intent(.savePicture)
    case ("settings", 0): self = .intent(.openSettings)
    case ("tour", 0): self = .intent(.startTour)
    case ("help", 0): self = .intent(.toggleHelp)
    case ("quit", 0): self = .intent(.detach)
    default: return nil
    }
  }
}

/// Why a palette line can't be done.
struct PaletteError: Error, Equatable {
  /// What is wrong and what would be right.
  var message: String
}
