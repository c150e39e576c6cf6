/// Why a line is no command.
public struct CommandSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong and what would be right.
  public var message: String

  /// The message.
  public var description: String { message }

  init(_ message: String) { self.message = message }
}

extension Command {
  /// The names a command line can start with, each with its arguments and what it does.
  public static let syntax: [(name: String, arguments: String, help: String)] = [
    ("freeze", "ROWS…", "stop rows from moving (blocks.0-4, blocks.*, head)"),
    ("thaw", "ROWS…", "let rows move again"),
    ("lr", "[ROWS…] RATE", "set the learning rate, of all or of rows: 3e-4, x0.5, head x10"),
    ("spread", "RATIO", "space the rows' rates geometrically, last to first as RATIO to 1"),
    ("wd", "DECAY", "set the weight decay"),
    ("clip", "NORM|off", "set the largest gradient norm"),
    ("accumulate", "BATCHES", "take the gradients of a step over so many batches"),
    (
      "schedule", "SHAPE [KEY VALUE…]",
      "follow another curve: cosine final 0.1, one-cycle rate 1e-3, constant"
    ),
    ("extend", "STEPS", "let the run end later, or with -100 earlier"),
    ("steps", "N", "let the run end at step N"),
    ("epochs", "N", "let the run end after N epochs"),
    (
      "plan", "[WHEN: DO; DO…|PRESET|drop N|clear]", "do it later: step 200: thaw head, flat 100: …"
    ),
    ("early-stop", "RULES|off", "end when validation loss says so: patience 5 gl 2 up 3"),
    ("pause", "", "hold the run between two steps"),
    ("resume", "", "go on"),
    ("step", "[N]", "train N steps (1), then pause"),
    ("evaluate", "", "measure the validation split now"),
    ("checkpoint", "", "write a checkpoint now"),
    ("undo", "", "go back to before the last intervention, training and all"),
    ("redo", "", "return to where the last undo was asked for"),
    ("stop", "", "end the run, with a last checkpoint"),
  ]

  /// Reads a command as `thaw send` and the palette take it: `freeze blocks.0-4`, `lr 3e-4`.
  ///
  /// - Throws: ``CommandSyntaxError`` saying what is wrong.
  public init(parsing words: [String]) throws(CommandSyntaxError) {
    let arguments = Array(words.dropFirst())
    switch words.first {
    case "freeze": self = .freeze(try Self.rows(arguments, of: "freeze"))
    case "thaw": self = .thaw(try Self.rows(arguments, of: "thaw"))
    case "step":
      guard let count = arguments.isEmpty ? 1 : Int(arguments[0]), count > 0, arguments.count < 2
      else { throw CommandSyntaxError("step takes a positive whole number: step 10") }
      self = .step(count)
    case "pause": self = try Self.bare(.pause, arguments, name: "pause")
    case "resume": self = try Self.bare(.resume, arguments, name: "resume")
    case "evaluate": self = try Self.bare(.evaluate, arguments, name: "evaluate")
    case "checkpoint": self = try Self.bare(.checkpoint, arguments, name: "checkpoint")
    case "undo": self = try Self.bare(.undo, arguments, name: "undo")
    case "redo": self = try Self.bare(.redo, arguments, name: "redo")
    case "stop": self = try Self.bare(.stop, arguments, name: "stop")
    case let name:
      if let command = try Self.regimen(name ?? "", arguments) {
        self = command
        return
      }
      let known = Self.syntax.map(\.name).joined(separator: ", ")
      throw CommandSyntaxError("no command “\(name ?? "")”; there are \(known)")
    }
  }

  /// Reads a command from one line, its words apart by spaces.
  ///
  /// - Throws: ``CommandSyntaxError`` saying what is wrong.
  public init(parsing line: String) throws(CommandSyntaxError) {
    try self.init(parsing: line.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// The command as a line that ``init(parsing:)`` reads back; the journal holds it so.
  public var text: String {
    switch self {
    case .freeze(let rows): "freeze " + rows.joined(separator: " ")
    case .thaw(let rows): "thaw " + rows.joined(separator: " ")
    case .pause: "pause"
    case .resume: "resume"
    case .step(let count): "step \(count)"
    case .evaluate: "evaluate"
    case .checkpoint: "checkpoint"
    case .undo: "undo"
    case .redo: "redo"
    case .stop: "stop"
    case .learningRate, .scaleRate, .rowRates, .spread, .weightDecay, .clip, .accumulate,
      .schedule, .length, .earlyStop, .plan:
      regimenText
    }
  }

  private static func rows(
    _ arguments: [String], of name: String
  ) throws(CommandSyntaxError) -> [String] {
    guard !arguments.isEmpty else {
      throw CommandSyntaxError("\(name) takes row names: \(name) blocks.0-4 head")
    }
    return arguments
  }

  private static func bare(
    _ command: Command, _ arguments: [String], name: String
  ) throws(CommandSyntaxError) -> Command {
    guard arguments.isEmpty else { throw CommandSyntaxError("\(name) takes no argument") }
    return command
  }
}
