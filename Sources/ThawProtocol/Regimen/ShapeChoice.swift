extension LearningRateSchedule.Shape {
  /// What shapes there are, by the names that recipes and commands use.
  public enum Name: String, Equatable, Sendable, Codable, CaseIterable {
    case constant
    /// Half a cosine from the base rate to a share of it at the last step.
    case cosine
    /// A straight line from the base rate to a share of it at the last step.
    case linear
    /// From a share of the base rate up to it over a part of the run, then down to another share of it.
    case oneCycle = "one-cycle"
    /// A cosine over a period, again and again, each a number of times as long as the one before.
    case restarts
  }
}

/// A shape of the learning rate's curve as a person chooses it.
public struct ShapeChoice: Equatable, Sendable {
  /// Which shape.
  public var name: LearningRateSchedule.Shape.Name
  /// Share of the base rate that is left where the curve ends, in 0…1.
  public var finalShare = 0.0
  /// Share of the steps over which a one-cycle rises, in 0..<1.
  public var rise = 0.3
  /// Share of the base rate at which a one-cycle starts, in 0…1.
  public var startShare = 0.04
  /// Steps of the first cycle of restarts; nil: a fifth of the steps.
  public var period: Int?
  /// How many times as long as the one before each cycle of restarts is.
  public var growth = 1

  /// Chooses a shape with the usual numbers.
  public init(_ name: LearningRateSchedule.Shape.Name) { self.name = name }

  /// The shape, to be spread over so many steps.
  public func shape(over steps: Int) -> LearningRateSchedule.Shape {
    switch name {
    case .constant: .constant
    case .cosine: .cosine(finalShare: finalShare)
    case .linear: .linear(finalShare: finalShare)
    case .oneCycle: .oneCycle(rise: rise, startShare: startShare, finalShare: finalShare)
    case .restarts:
      .restarts(period: period ?? max(1, (steps + 4) / 5), growth: growth, finalShare: finalShare)
    }
  }
}

/// Another curve for the learning rate of a live run.
public struct ScheduleChange: Equatable, Sendable {
  /// How the rate moves from here on.
  public var choice: ShapeChoice
  /// The curve's highest rate, greater than zero; nil: what the rate is now.
  public var rate: Double?

  /// States a change.
  public init(_ choice: ShapeChoice, rate: Double? = nil) {
    self.choice = choice
    self.rate = rate
  }

  /// Reads `cosine`, `one-cycle rise 0.3 rate 1e-3`, `restarts period 200 growth 2`.
  ///
  /// - Throws: ``CommandSyntaxError`` saying what is wrong.
  init(parsing words: [String]) throws(CommandSyntaxError) {
    guard let name = words.first.flatMap(LearningRateSchedule.Shape.Name.init(rawValue:)) else {
      let names = LearningRateSchedule.Shape.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandSyntaxError("schedule takes a shape: \(names)")
    }
    self.init(ShapeChoice(name))
    var keys = Self.keys(of: name)
    for place in stride(from: 1, to: words.count, by: 2) {
      let key = words[place]
      guard let known = keys.firstIndex(of: key), place + 1 < words.count,
        set(key, words[place + 1])
      else {
        throw CommandSyntaxError(
          "schedule \(name.rawValue) takes "
            + Self.keys(of: name).map { "\($0) \(Self.range(of: $0))" }.joined(separator: ", "))
      }
      keys.remove(at: known)
    }
  }

  /// What can be said of a shape, in the order in which ``text`` says it.
  public static func keys(of name: LearningRateSchedule.Shape.Name) -> [String] {
    switch name {
    case .constant: ["rate"]
    case .cosine, .linear: ["final", "rate"]
    case .oneCycle: ["rise", "start", "final", "rate"]
    case .restarts: ["period", "growth", "final", "rate"]
    }
  }

  /// What a key takes, in print.
  public static func range(of key: String) -> String {
    switch key {
    case "final", "start": "SHARE (0…1)"
    case "rise": "SHARE (below 1)"
    case "period": "STEPS"
    case "growth": "TIMES"
    default: "RATE"
    }
  }

  private mutating func set(_ key: String, _ word: String) -> Bool {
    let number = Double(word) ?? .nan
    switch key {
    case "final" where (0...1).contains(number): choice.finalShare = number
    case "start" where (0...1).contains(number): choice.startShare = number
    case "rise" where (0..<1).contains(number): choice.rise = number
    case "rate" where number > 0 && number.isFinite: rate = number
    case "period":
      guard let steps = Int(word), (1..<1 << 40).contains(steps) else { return false }
      choice.period = steps
    case "growth":
      guard let times = Int(word), (1...1_000).contains(times) else { return false }
      choice.growth = times
    default: return false
    }
    return true
  }

  /// The text that ``init(parsing:)`` reads back; what is as usual is left out.
  var text: String {
    let usual = ShapeChoice(choice.name)
    let words = Self.keys(of: choice.name).compactMap { key -> String? in
      let word: String? =
        switch key {
        case "final": choice.finalShare == usual.finalShare ? nil : "\(choice.finalShare)"
        case "start": choice.startShare == usual.startShare ? nil : "\(choice.startShare)"
        case "rise": choice.rise == usual.rise ? nil : "\(choice.rise)"
        case "period": choice.period.map { "\($0)" }
        case "growth": choice.growth == usual.growth ? nil : "\(choice.growth)"
        default: rate.map { "\($0)" }
        }
      return word.map { "\(key) \($0)" }
    }
    return ([choice.name.rawValue] + words).joined(separator: " ")
  }
}
