/// A plan that is known by a name.
public struct PlanPreset: Codable, Equatable, Sendable {
  /// What there is.
  public enum Name: String, Codable, CaseIterable, Sendable {
    /// The head alone, then everything: linear probing, then fine-tuning (Kumar et al. 2022, arXiv 2202.10054).
    case headThenAll = "head-then-all"
    /// One more row after each epoch, from the last to the first (Howard & Ruder 2018, ULMFiT).
    case gradualUnfreezing = "gradual-unfreezing"
    /// Rows stop from the input on, as their gradients settle (Liu et al. 2021, AutoFreeze; see ``FrontFirst``).
    case frontFirst = "front-first"

    /// What the number after the name is, with its usual value.
    public var help: (number: String, usual: Double, does: String) {
      switch self {
      case .headThenAll: ("EPOCHS", 1, "thaw everything after so many epochs")
      case .gradualUnfreezing: ("EPOCHS", 1, "thaw one more row every so many epochs")
      case .frontFirst: ("LOOKS", 10, "freeze from the input on as gradients settle")
      }
    }
  }

  /// Which one.
  public var name: Name
  /// Its number, as ``Name/help`` explains it; greater than zero.
  public var number: Double

  /// Names a plan.
  public init(_ name: Name, _ number: Double? = nil) {
    self.name = name
    self.number = number ?? name.help.usual
  }

  /// Reads `gradual-unfreezing` or `gradual-unfreezing 0.5`; nil for anything else.
  public init?(parsing words: [String]) {
    guard let name = words.first.flatMap(Name.init(rawValue:)), words.count < 3 else { return nil }
    guard words.count == 2 else {
      self.init(name)
      return
    }
    guard let number = Double(words[1]), number > 0, number < 1e6,
      name != .frontFirst || (number == number.rounded() && number >= 2)
    else { return nil }
    self.init(name, number)
  }

  /// The text that ``init(parsing:)`` reads back.
  public var text: String {
    "\(name.rawValue) " + (Int(exactly: number).map { "\($0)" } ?? "\(number)")
  }

  /// The steps of the plan from an epoch on.
  ///
  /// - Parameters:
  ///   - epoch: Epochs completed.
  ///   - rows: The rows' names in board order.
  ///   - frozen: The indices of those that are frozen.
  /// - Returns: Its steps in order; none for front-first, whose steps are not known before.
  func items(fromEpoch epoch: Double, rows: [String], frozen: Set<Int>) -> [PlanItem] {
    // Whole thousandths, so that the text stays short and reads back as what it was. Down, as a step is due at
    // the first batch that is not before its epoch: the same one in epochs of up to a thousand batches.
    func due(after count: Int) -> PlanCondition {
      let thousandths = (epoch + Double(count) * number) * 1_000
      return .epoch((thousandths + 1e-6).rounded(.down) / 1_000)
    }
    return switch name {
    case .headThenAll: [PlanItem(due(after: 1), [.thaw(["*"])])]
    case .gradualUnfreezing:
      frozen.sorted(by: >).enumerated().map { place, row in
        PlanItem(due(after: place + 1), [.thaw([rows[row]])])
      }
    case .frontFirst: []
    }
  }
}

/// A change to the plan of a live run.
public enum PlanEdit: Equatable, Sendable {
  /// Nothing changes; the answer tells the plan.
  case show
  case add(PlanItem)
  case preset(PlanPreset)
  /// Take the item with this number out, counted from 1.
  case drop(Int)
  case clear

  init(parsing words: [String]) throws(CommandSyntaxError) {
    if words.isEmpty {
      self = .show
    } else if words == ["clear"] {
      self = .clear
    } else if let preset = PlanPreset(parsing: words) {
      self = .preset(preset)
    } else if words.count == 2, words[0] == "drop", let number = Int(words[1]), number > 0 {
      self = .drop(number)
    } else if words.contains(where: { $0.hasSuffix(":") }) {
      self = .add(try PlanItem(parsing: words.joined(separator: " ")))
    } else {
      let presets = PlanPreset.Name.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandSyntaxError(
        "plan takes a step as in step 200: thaw head, or \(presets), drop N, clear, or nothing")
    }
  }

  var text: String {
    switch self {
    case .show: "plan"
    case .add(let item): "plan \(item.text)"
    case .preset(let preset): "plan \(preset.text)"
    case .drop(let number): "plan drop \(number)"
    case .clear: "plan clear"
    }
  }
}
