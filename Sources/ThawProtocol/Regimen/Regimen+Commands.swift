import Foundation

/// What a command made of a regimen.
public struct RegimenChange: Equatable, Sendable {
  /// What the answer says beyond the step.
  public var note: String?
}

/// Why a regimen cannot become what was asked.
public struct RegimenRefusal: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public var description: String

  init(_ description: String) { self.description = description }
}

extension Regimen {
  /// Follows a command, effective after `step` completed steps.
  ///
  /// - Parameters:
  ///   - command: Any command.
  ///   - step: Completed steps.
  ///   - rows: The rows' names in board order.
  ///   - frozen: The indices of those that are frozen.
  /// - Returns: What changed, or nil where the command is about something else.
  /// - Throws: ``RegimenRefusal``; nothing changed then.
  public mutating func apply(
    _ command: Command, at step: Int, rows: [String], frozen: Set<Int> = []
  ) throws(RegimenRefusal) -> RegimenChange? {
    switch command {
    case .learningRate(let rate):
      guard rate > 0, rate.isFinite else {
        throw RegimenRefusal("the rate must be greater than zero")
      }
      var changed = schedule
      guard changed.setRate(rate, at: step) else { throw .atZero }
      guard changed.scale.isFinite else { throw .tooHigh }
      schedule = changed
      return RegimenChange()
    case .scaleRate(let factor):
      guard (schedule.baseRate * schedule.scale * factor).isFinite else { throw .tooHigh }
      schedule.multiply(by: factor)
      return RegimenChange(note: "the rate is \(short(schedule.rate(at: step)))")
    case .rowRates(let patterns, let rate):
      return try setRates(of: patterns, to: rate, at: step, rows: rows)
    case .spread(let spread):
      rowFactors = Self.factors(spread: spread, rows: rows.count)
      let first = short(rate(ofRow: 0, at: step))
      return RegimenChange(
        note: "\(first) at \(rows.first ?? "") to \(short(schedule.rate(at: step))) at "
          + "\(rows.last ?? "")")
    case .weightDecay(let decay):
      weightDecay = decay
      return RegimenChange()
    case .clip(let limit):
      clip = limit
      return RegimenChange()
    case .accumulate(let batches):
      accumulation.set(batches, at: step)
      return RegimenChange(note: lengthNote)
    case .length(let length):
      try setLength(length, at: step)
      return RegimenChange(note: lengthNote)
    case .schedule(let change):
      guard schedule.setShape(change.choice, rate: change.rate, at: step) else {
        throw RegimenRefusal(
          "the rate is zero here; say how high the curve is to be: schedule "
            + "\(change.choice.name.rawValue) rate 1e-3")
      }
      let last = max(step, totalSteps - 1)
      return RegimenChange(
        note: "the rate is \(short(schedule.rate(at: step))) now and "
          + "\(short(schedule.rate(at: last))) at the last step")
    case .earlyStop(let rules):
      earlyStop = rules
      return RegimenChange()
    case .plan(let edit): return try self.edit(by: edit, at: step, rows: rows, frozen: frozen)
    default: return nil
    }
  }

  private mutating func setRates(
    of patterns: [String], to rate: RowRate, at step: Int, rows: [String]
  ) throws(RegimenRefusal) -> RegimenChange {
    let indices: [Int]
    do { indices = try RowPattern.indices(of: patterns, in: rows) } catch {
      throw RegimenRefusal(error.message)
    }
    let factor: Double
    switch rate {
    case .factor(let wanted): factor = wanted
    case .rate(let wanted):
      let now = schedule.rate(at: step)
      guard now > 0 else { throw .atZero }
      factor = wanted / now
    }
    guard factor.isFinite else { throw .tooHigh }
    for index in indices { rowFactors[index] = factor }
    return RegimenChange(
      note: "\(indices.map { rows[$0] }.joined(separator: ", ")) at \(short(factor)) times the "
        + "schedule's rate")
  }

  private mutating func setLength(_ length: RunLength, at step: Int) throws(RegimenRefusal) {
    let total =
      switch length {
      case .by(let steps): totalSteps + min(steps, RunLength.longest)
      case .steps(let steps): steps
      case .epochs(let epochs): accumulation.step(afterEpochs: epochs)
      }
    guard total > step else {
      throw RegimenRefusal("step \(total) has passed; stop ends the run now")
    }
    guard total <= RunLength.longest else { throw RegimenRefusal("no run is that long") }
    schedule.setTotalSteps(total, at: step)
  }

  private var lengthNote: String {
    "the run ends at step \(totalSteps), epoch \(short(accumulation.epoch(after: totalSteps)))"
  }
}

extension RegimenRefusal {
  fileprivate static let atZero = RegimenRefusal(
    "the schedule has come down to zero here and cannot be scaled")
  fileprivate static let tooHigh = RegimenRefusal("no rate is that high")
}

/// A number with at most four significant digits, for notes.
func short(_ value: Double) -> String { String(format: "%.4g", value) }
