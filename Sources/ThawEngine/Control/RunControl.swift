import ThawProtocol

/// What requests make of a run: a pure state machine that the loop asks between two steps.
///
/// ``decide(_:at:)`` changes the pure state (mask, schedule, motion) and names the effect that is
/// left for the loop to carry out; ``settle(_:)`` then remembers the answer.
struct RunControl: Equatable, Sendable {
  /// Whether the loop takes steps.
  enum Motion: Equatable, Sendable {
    case running
    /// Runs so many more steps, then pauses.
    case stepping(left: Int)
    case paused
    /// No step follows.
    case ended
  }

  private(set) var motion: Motion = .running
  private(set) var mask: FreezeMask
  private(set) var regimen: Regimen

  private var answers: [String: CommandOutcome] = [:]
  private var answerOrder: [String] = []
  /// A client repeats an unanswered request within seconds; this many answers outlast that.
  private static let rememberedAnswers = 1024

  /// Starts a run, or goes on with one.
  init(mask: FreezeMask, regimen: Regimen) {
    self.mask = mask
    self.regimen = regimen
  }

  /// The learning rate of every step.
  var schedule: LearningRateSchedule { regimen.schedule }

  /// Whether a step may be taken now.
  var moves: Bool {
    switch motion {
    case .running, .stepping: true
    case .paused, .ended: false
    }
  }

  /// Decides on a request that arrived after `step` completed steps.
  mutating func decide(_ request: Request, at step: Int) -> Decision {
    if let outcome = answers[request.id] { return .repeated(outcome) }
    guard motion != .ended else { return .refuse("the run has ended") }
    switch request.command {
    case .freeze(let patterns): return toggle(patterns, to: .frozen, at: step)
    case .thaw(let patterns): return toggle(patterns, to: .trainable, at: step)
    case .learningRate, .scaleRate, .rowRates, .spread, .weightDecay, .clip, .accumulate,
      .schedule, .length, .earlyStop, .plan:
      return change(by: request.command, at: step)
    case .pause:
      guard motion != .paused else { return .apply(.none, note: "already paused") }
      motion = .paused
      return .apply(.none)
    case .resume:
      guard motion != .running else { return .apply(.none, note: "already running") }
      motion = .running
      return .apply(.none)
    case .step(let count):
      guard count > 0 else { return .refuse("step takes a positive whole number") }
      motion = .stepping(left: count)
      return .apply(.none)
    case .evaluate: return .apply(.evaluate)
    case .checkpoint: return .apply(.checkpoint)
    case .undo: return .apply(.undo)
    case .redo: return .apply(.redo)
    case .stop: return .apply(.stop)
    }
  }

  /// Takes the next command that the plan has for now; see ``Regimen/takeDue(at:)``.
  mutating func takeDue(at step: Int) -> Command? {
    motion == .ended ? nil : regimen.takeDue(at: step)
  }

  /// Takes the validation loss of an evaluation of the run's own; returns why the run is to end.
  mutating func note(validationLoss: Double, at step: Int) -> String? {
    regimen.note(validationLoss: validationLoss, at: step)
  }

  /// Takes the norms of an interval's gradient sums; returns the rows to freeze.
  mutating func look(_ norms: [Double?]) -> [String] {
    regimen.look(norms).map { mask.names[$0] }
  }

  /// Remembers an answer, so that a repeated request is answered again and not applied again.
  mutating func settle(_ reply: Reply) {
    answers[reply.id] = reply.outcome
    answerOrder.append(reply.id)
    if answerOrder.count > Self.rememberedAnswers {
      answers[answerOrder.removeFirst()] = nil
    }
  }

  /// Goes back to what requests had made of the run earlier; whether it moves stays, and so do the answers.
  mutating func rewind(to earlier: RunControl) {
    let now = self
    self = earlier
    motion = now.motion
    answers = now.answers
    answerOrder = now.answerOrder
  }

  /// Counts a completed step against ``Motion/stepping(left:)``.
  mutating func stepTaken() {
    guard case .stepping(let left) = motion else { return }
    motion = left > 1 ? .stepping(left: left - 1) : .paused
  }

  /// Holds the run for a reason of its own, an alarm.
  mutating func hold() { motion = .paused }

  /// Ends the run: whatever is asked from now on is refused.
  mutating func end() { motion = .ended }

  private mutating func change(by command: Command, at step: Int) -> Decision {
    do {
      guard
        let change = try regimen.apply(
          command, at: step, rows: mask.names, frozen: mask.frozenRows)
      else {
        preconditionFailure("the regimen knows nothing of \(command)")
      }
      return .apply(.regimen, note: change.note)
    } catch {
      return .refuse(error.description)
    }
  }

  private mutating func toggle(
    _ patterns: [String], to state: RowState, at step: Int
  ) -> Decision {
    do {
      let toggle = try mask.set(patterns, to: state, at: step)
      return .apply(
        toggle.changed.isEmpty ? .none : .rows(toggle.changed, state), note: toggle.note)
    } catch {
      return .refuse(error.description)
    }
  }
}

/// What is to be done about a request.
enum Decision: Equatable, Sendable {
  /// It was answered before; the same answer goes out again and nothing else happens.
  case repeated(CommandOutcome)
  case refuse(String)
  /// Carry out the effect, then answer.
  case apply(Effect, note: String? = nil)

  /// What the loop has to do that the pure state cannot.
  enum Effect: Equatable, Sendable {
    /// The pure state says it all.
    case none
    /// These rows changed to this state; the tensors follow before the next step.
    case rows([String], RowState)
    /// The regimen changed; viewers are to know.
    case regimen
    case evaluate
    case checkpoint
    case undo
    case redo
    /// Write a last checkpoint, then ``RunControl/end()``.
    case stop

    /// The rows that will move from now on and did not before.
    var thawedRows: [String] {
      if case .rows(let names, .trainable) = self { names } else { [] }
    }
  }
}
