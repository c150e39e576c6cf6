extension Command {
  /// Reads a command about the regimen; nil for another name.
  static func regimen(
    _ name: String, _ arguments: [String]
  ) throws(CommandSyntaxError) -> Command? {
    switch name {
    case "lr": return try rate(arguments)
    case "spread": return .spread(try number(name, arguments, "100") { $0 > 0 })
    case "wd": return .weightDecay(try number(name, arguments, "0.01") { $0 >= 0 })
    case "clip" where arguments == ["off"]: return .clip(nil)
    case "clip": return .clip(try number(name, arguments, "1.0, clip off") { $0 > 0 })
    case "accumulate":
      return .accumulate(try integer(name, arguments, "4") { (1...100_000).contains($0) })
    case "schedule": return .schedule(try ScheduleChange(parsing: arguments))
    case "extend":
      return .length(.by(try integer(name, arguments, "200, extend -100") { $0 != 0 }))
    case "steps": return .length(.steps(try integer(name, arguments, "800") { $0 > 0 }))
    case "epochs": return .length(.epochs(try number(name, arguments, "5") { $0 > 0 }))
    case "early-stop" where arguments == ["off"]: return .earlyStop(nil)
    case "early-stop":
      guard let rules = EarlyStop(parsing: arguments) else {
        throw CommandSyntaxError("early-stop takes rules, or off: early-stop patience 5 gl 2 up 3")
      }
      return .earlyStop(rules)
    case "plan": return .plan(try PlanEdit(parsing: arguments))
    default: return nil
    }
  }

  /// The text of a command about the regimen.
  var regimenText: String {
    switch self {
    case .learningRate(let rate): "lr \(rate)"
    case .scaleRate(let factor): "lr x\(factor)"
    case .rowRates(let rows, .rate(let rate)): "lr \(rows.joined(separator: " ")) \(rate)"
    case .rowRates(let rows, .factor(let factor)): "lr \(rows.joined(separator: " ")) x\(factor)"
    case .spread(let ratio): "spread \(ratio)"
    case .weightDecay(let decay): "wd \(decay)"
    case .clip(let limit): "clip " + (limit.map { "\($0)" } ?? "off")
    case .accumulate(let batches): "accumulate \(batches)"
    case .schedule(let change): "schedule \(change.text)"
    case .length(.by(let steps)): "extend \(steps)"
    case .length(.steps(let steps)): "steps \(steps)"
    case .length(.epochs(let epochs)): "epochs \(epochs)"
    case .earlyStop(let rules): "early-stop " + (rules?.text ?? "off")
    case .plan(let edit): edit.text
    default: preconditionFailure("\(self) is not about the regimen")
    }
  }

  /// The last word is the rate; `x0.5` is a factor.
  private static func rate(_ arguments: [String]) throws(CommandSyntaxError) -> Command {
    let rows = Array(arguments.dropLast())
    let word = arguments.last ?? ""
    let isFactor = word.hasPrefix("x") || word.hasPrefix("×")
    guard let value = Double(isFactor ? String(word.dropFirst()) : word), value > 0, value.isFinite
    else {
      throw CommandSyntaxError("lr takes one positive number: lr 3e-4, lr x0.5, lr head x10")
    }
    guard rows.isEmpty else { return .rowRates(rows, isFactor ? .factor(value) : .rate(value)) }
    return isFactor ? .scaleRate(value) : .learningRate(value)
  }

  private static func number(
    _ name: String, _ arguments: [String], _ example: String, _ test: (Double) -> Bool
  ) throws(CommandSyntaxError) -> Double {
    guard arguments.count == 1, let value = Double(arguments[0]), value.isFinite, test(value) else {
      throw CommandSyntaxError(
        "\(name) takes one \(test(0) ? "" : "positive ")number: \(name) \(example)")
    }
    return value
  }

  private static func integer(
    _ name: String, _ arguments: [String], _ example: String, _ test: (Int) -> Bool
  ) throws(CommandSyntaxError) -> Int {
    guard arguments.count == 1, let value = Int(arguments[0]), test(value) else {
      let kind = test(-1) ? "whole number other than 0" : "positive whole number"
      throw CommandSyntaxError("\(name) takes a \(kind): \(name) \(example)")
    }
    return value
  }
}
