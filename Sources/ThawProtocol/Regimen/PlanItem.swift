/// When a step of a plan is due.
public enum PlanCondition: Equatable, Sendable {
  /// After so many completed steps.
  case step(Int)
  /// After so many passes over the training split.
  case epoch(Double)
  /// When validation loss has not improved over so many steps.
  ///
  /// An improvement is a loss below the best before by more than a ten-thousandth of it, as in PyTorch's
  /// `ReduceLROnPlateau`. Each step of the plan that waits for a plateau waits for one of its own.
  case flat(Int)

  /// Reads `step 200`, `epoch 1.5` or `flat 200`.
  public init?(parsing words: [String]) {
    guard words.count == 2 else { return nil }
    switch words[0] {
    case "step":
      guard let step = Int(words[1]), step >= 0 else { return nil }
      self = .step(step)
    case "epoch":
      guard let epoch = Double(words[1]), epoch >= 0, epoch.isFinite else { return nil }
      self = .epoch(epoch)
    case "flat":
      guard let steps = Int(words[1]), steps > 0 else { return nil }
      self = .flat(steps)
    default: return nil
    }
  }

  /// The text that ``init(parsing:)`` reads back.
  public var text: String {
    switch self {
    case .step(let step): "step \(step)"
    case .epoch(let epoch): "epoch " + (Int(exactly: epoch).map { "\($0)" } ?? "\(epoch)")
    case .flat(let steps): "flat \(steps)"
    }
  }
}

/// One step of a plan: commands, and when they are due.
public struct PlanItem: Equatable, Sendable {
  /// When they are due.
  public var condition: PlanCondition
  /// What is done then, in order; at least one.
  public var commands: [Command]

  /// Plans commands.
  public init(_ condition: PlanCondition, _ commands: [Command]) {
    self.condition = condition
    self.commands = commands
  }

  /// Reads `step 200: thaw blocks.15; lr x0.5`.
  ///
  /// - Throws: ``CommandSyntaxError`` saying what is wrong.
  public init(parsing text: String) throws(CommandSyntaxError) {
    let parts = text.split(separator: ":", maxSplits: 1)
    let words = parts.first?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    guard parts.count == 2, let condition = PlanCondition(parsing: words) else {
      throw CommandSyntaxError(
        "a plan's step is when and what: step 200: thaw head, epoch 1.5: …, flat 200: …")
    }
    try self.init(condition, parsing: parts[1].split(separator: ";").map(String.init))
  }

  /// Puts a condition and the texts of commands together.
  ///
  /// - Throws: ``CommandSyntaxError`` saying what is wrong with the first text that is no command for a plan.
  public init(
    _ condition: PlanCondition, parsing lines: [String]
  ) throws(CommandSyntaxError) {
    var commands: [Command] = []
    for line in lines {
      let command = try Command(parsing: line)
      if case .plan = command { throw CommandSyntaxError("a plan cannot change the plan") }
      commands.append(command)
    }
    guard !commands.isEmpty else { throw CommandSyntaxError("a plan's step does something") }
    self.init(condition, commands)
  }

  /// What is done, in print.
  public var action: String { commands.map(\.text).joined(separator: "; ") }

  /// The text that ``init(parsing:)`` reads back.
  public var text: String { "\(condition.text): \(action)" }

  /// The patterns of rows that its commands name.
  var patterns: [String] {
    commands.flatMap { command in
      switch command {
      case .freeze(let patterns), .thaw(let patterns), .rowRates(let patterns, _): patterns
      default: [] as [String]
      }
    }
  }
}

extension PlanItem: Codable {
  /// Reads the item's text form.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    do { try self.init(parsing: text) } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.message))
    }
  }

  /// Writes the item's text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
