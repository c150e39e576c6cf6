/// What a person, or a script, asks of a live run.
public enum Command: Equatable, Sendable {
  /// Stop the matched rows from moving. Patterns as in ``RowPattern``.
  case freeze([String])
  /// Let the matched rows move again. Patterns as in ``RowPattern``.
  case thaw([String])
  /// Scale the schedule so that its rate is this now. Greater than zero.
  case learningRate(Double)
  /// Multiply the learning rate of all rows. Greater than zero.
  case scaleRate(Double)
  /// Give the matched rows a rate of their own. Patterns as in ``RowPattern``.
  case rowRates([String], RowRate)
  /// Space the rates of the rows geometrically, the last row's so many times the first's. Greater than zero.
  case spread(Double)
  /// Set the weight decay. 0 or more.
  case weightDecay(Double)
  /// Set the greatest norm of the gradients, or stop clipping them.
  case clip(Double?)
  /// Take the gradients of a step over so many batches. At least one.
  case accumulate(Int)
  /// Follow another curve of the learning rate from here on.
  case schedule(ScheduleChange)
  /// Let the run end at another step.
  case length(RunLength)
  /// Let the run end by itself when validation loss says so, or no longer.
  case earlyStop(EarlyStop?)
  /// Change what is to be done later.
  case plan(PlanEdit)
  case pause
  case resume
  /// Train this many steps, then pause. At least one.
  case step(Int)
  /// Measure the validation split now.
  case evaluate
  /// Write a checkpoint now.
  case checkpoint
  /// Go back to the moment before the last intervention.
  case undo
  /// Return to where the last undo was asked for.
  case redo
  /// End the run, with a last checkpoint.
  case stop
}

/// The learning rate of some rows.
public enum RowRate: Equatable, Sendable {
  /// Such that it is this now; it follows the schedule from here on.
  case rate(Double)
  /// The schedule's, times a factor.
  case factor(Double)
}

/// How long a run is to be.
public enum RunLength: Equatable, Sendable {
  /// So many steps longer, or shorter where negative.
  case by(Int)
  /// So many steps in all.
  case steps(Int)
  /// So many passes over the training split in all.
  case epochs(Double)

  /// The most steps that a run may have, so that sums with them stay numbers.
  public static let longest = 1 << 40
}

extension Command {
  /// Whether it alters how the run goes on, so that it can be undone and a replay repeats it.
  public var isIntervention: Bool {
    switch self {
    case .pause, .resume, .step, .evaluate, .checkpoint, .undo, .redo, .stop, .plan(.show): false
    default: true
    }
  }
}

extension Command {
  /// Holds it against the rows of a run.
  ///
  /// - Throws: ``CommandSyntaxError`` naming a pattern that matches none of them.
  public func check(against rows: [String]) throws(CommandSyntaxError) {
    switch self {
    case .freeze(let patterns), .thaw(let patterns), .rowRates(let patterns, _):
      _ = try RowPattern.indices(of: patterns, in: rows)
    default: break
    }
  }
}

/// A command with the name its answer will carry.
public struct Request: Codable, Equatable, Sendable {
  /// Made by the client and unique; a repeated id is answered again, not applied again.
  public var id: String
  /// What is asked.
  public var command: Command

  /// Names a command.
  public init(id: String, command: Command) {
    self.id = id
    self.command = command
  }
}

/// What became of a command.
public enum CommandOutcome: Equatable, Sendable {
  /// In force from the step after `step` completed steps; `note` says what it did beyond that.
  case applied(step: Int, note: String? = nil)
  /// Nothing changed, and why.
  case refused(reason: String)

  /// The line `thaw send` prints: `applied at step N` or `refused: REASON`.
  public var text: String {
    switch self {
    case .applied(let step, let note): "applied at step \(step)" + (note.map { ", \($0)" } ?? "")
    case .refused(let reason): "refused: \(reason)"
    }
  }
}

/// The answer to a request.
public struct Reply: Equatable, Sendable {
  /// The id of the request.
  public var id: String
  /// What became of it.
  public var outcome: CommandOutcome

  /// Answers a request.
  public init(id: String, outcome: CommandOutcome) {
    self.id = id
    self.outcome = outcome
  }
}
