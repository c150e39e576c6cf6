import Foundation

/// When a run ends by itself before its last step.
///
/// The rules are about validation loss at the run's own evaluations, those that people ask for not counted. Any of
/// them ends the run. They are those of L. Prechelt, "Early stopping – but when?" (1998), where a strip is the stretch
/// between two evaluations, and patience. None of them is sure to fire, so that the run's length stays its limit.
public struct EarlyStop: Codable, Equatable, Sendable {
  /// Evaluations in a row without a new best; at least one.
  public var patience: Int?
  /// GL: the loss is so many percent above the best, `100 (E / E_opt − 1) > α`.
  public var generalizationLoss: Double?
  /// UP: the loss rose at so many evaluations in a row, `E(t) > E(t − 1)`; at least one.
  public var rises: Int?

  private enum CodingKeys: String, CodingKey {
    case patience
    case generalizationLoss = "generalization_loss"
    case rises
  }

  /// Combines rules; nil ones are not applied.
  public init(patience: Int? = nil, generalizationLoss: Double? = nil, rises: Int? = nil) {
    self.patience = patience
    self.generalizationLoss = generalizationLoss
    self.rises = rises
  }

  /// Reads `patience 5 gl 2 up 3`, any of them.
  init?(parsing words: [String]) {
    guard !words.isEmpty, words.count.isMultiple(of: 2) else { return nil }
    self.init()
    for place in stride(from: 0, to: words.count, by: 2) {
      let (name, word) = (words[place], words[place + 1])
      switch name {
      case "patience" where patience == nil: patience = Int(word).flatMap { $0 > 0 ? $0 : nil }
      case "up" where rises == nil: rises = Int(word).flatMap { $0 > 0 ? $0 : nil }
      case "gl" where generalizationLoss == nil:
        generalizationLoss = Double(word).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
      default: return nil
      }
    }
    guard
      [patience != nil, rises != nil, generalizationLoss != nil].count(where: \.self) * 2
        == words.count
    else { return nil }
  }

  var text: String {
    [
      patience.map { "patience \($0)" }, generalizationLoss.map { "gl \($0)" },
      rises.map { "up \($0)" },
    ].compactMap(\.self).joined(separator: " ")
  }

  /// Why a run ends, or nil while it goes on.
  public func verdict(on watch: ValidationWatch) -> String? {
    guard let best = watch.best else { return nil }
    let since = "the best was \(short(best)) at step \(watch.bestStep)"
    if let patience, watch.withoutBest >= patience {
      return "validation loss has had no new best for \(watch.withoutBest) evaluations; \(since)"
    }
    if let limit = generalizationLoss, let loss = watch.generalizationLoss, loss > limit {
      return
        "validation loss is \(short(loss)) % above its best, GL allows \(short(limit)); \(since)"
    }
    if let rises, watch.rises >= rises {
      return "validation loss rose at \(watch.rises) evaluations in a row; \(since)"
    }
    return nil
  }
}

/// What a run's evaluations came to.
public struct ValidationWatch: Codable, Equatable, Sendable {
  /// The least loss, `E_opt`; nil before the first evaluation.
  public private(set) var best: Double?
  /// The step at which it was measured.
  public private(set) var bestStep = 0
  /// The newest loss.
  public private(set) var last: Double?
  /// Evaluations since the best one.
  public private(set) var withoutBest = 0
  /// How many of the newest evaluations were each higher than the one before.
  public private(set) var rises = 0
  /// The step at which it last improved by more than a ten-thousandth.
  public private(set) var improvedAt = 0
  private var mark: Double?

  private enum CodingKeys: String, CodingKey {
    case best
    case bestStep = "best_step"
    case last
    case withoutBest = "without_best"
    case rises
    case improvedAt = "improved_at"
    case mark
  }

  /// Starts before the first evaluation.
  public init() {}

  /// `GL = 100 (E / E_opt − 1)`; nil before the first evaluation, or where a loss is not above zero.
  public var generalizationLoss: Double? {
    guard let best, let last, best > 0 else { return nil }
    return last.isNaN ? .infinity : 100 * (last / best - 1)
  }

  /// Takes the loss after `step` completed steps; one that is not a number counts as a rise.
  public mutating func note(_ loss: Double, at step: Int) {
    if let last { rises = loss > last || loss.isNaN ? rises + 1 : 0 }
    last = loss
    if loss < best ?? .infinity {
      best = loss
      bestStep = step
      withoutBest = 0
    } else {
      withoutBest += 1
    }
    if loss < (mark.map { $0 - abs($0) * 1e-4 } ?? .infinity) {
      mark = loss
      improvedAt = step
    }
  }
}
