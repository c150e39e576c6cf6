import ThawCanvas
import ThawProtocol

/// A way to go on with a palette line.
struct Completion: Equatable, Sendable {
  /// The whole line if it is taken.
  var line: String
  /// The word that is added.
  var word: String
  /// What it is, in a few words.
  var help: String
  /// Why it can't be done now, or nil where it can.
  var refusal: String?
}

extension DashboardState {
  /// The ways to go on with a line: command names first, then what the command takes.
  func completions(of line: String) -> [Completion] {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1, let name = words.first, let last = words.last else {
      return commandCompletions(of: line)
    }
    let head = words.dropLast().joined(separator: " ")
    let used = Set(words.dropFirst().dropLast())
    let free = arguments(of: name).filter { !used.contains($0.word) }
    // Who types a rate means no layer that has the digit in its name.
    let isRate = name == "lr" && last.first?.isNumber == true
    let fitting =
      isRate ? free.filter { $0.word.hasPrefix(last) } : free.fitting(last, by: \.word)
    return fitting.map { Completion(line: "\(head) \($0.word)", word: $0.word, help: $0.help) }
  }

  /// What can be done now comes first.
  private func commandCompletions(of typed: String) -> [Completion] {
    let own = Set(PaletteCommand.syntax.map(\.name))
    let refusal = commandRefusal
    let syntax =
      refusal == nil
      ? Command.syntax + PaletteCommand.syntax : PaletteCommand.syntax + Command.syntax
    let fitting = syntax.fitting(typed, by: \.name)
    let usable = refusal == nil ? fitting : fitting.filter { own.contains($0.name) }
    let refused = refusal == nil ? [] : fitting.filter { !own.contains($0.name) }
    return (usable + refused).map { command in
      let line = command.arguments.isEmpty ? command.name : command.name + " "
      let usage = command.arguments.isEmpty ? command.name : "\(command.name) \(command.arguments)"
      return Completion(
        line: line, word: usage, help: command.help,
        refusal: own.contains(command.name) ? nil : refusal)
    }
  }

  /// What the command of a line takes and does, once its name is complete; nil before.
  func usage(of line: String) -> (usage: String, help: String, refusal: String?)? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count > 1, let name = words.first,
      let command = (PaletteCommand.syntax + Command.syntax).first(where: { $0.name == name })
    else { return nil }
    let isOwn = PaletteCommand.syntax.contains { $0.name == name }
    return ("\(command.name) \(command.arguments)", command.help, isOwn ? nil : commandRefusal)
  }

  private func arguments(of command: String) -> [(word: String, help: String)] {
    switch command {
    case "freeze", "thaw": rowArguments()
    case "open", "compare": (sessions.all ?? []).map { ($0.name, $0.state.rawValue) }
    case "group" where screen == .compare:
      [("seed", "mean and band of repetitions")]
        + (compare.comparison?.differences.map { ($0.key, "") } ?? [])
    case "align": compare.alignments.map { ($0.description, $0.title) }
    case "sort", "columns", "group": sessions.fields.names.map { ($0, "") }
    case "untag": (sessions.current?.labels.tags ?? []).map { ($0, "") }
    case "baseline": compare.names.map { ($0, "") }
    case "target": compare.metrics.filter { !$0.hasPrefix("train/") }.map { ($0, "") }
    case "axis": axes.map { ($0.rawValue, "") }
    case "smooth": PlotState.smoothings.map { (compactNumber($0), "") }
    case "chart", "grid", "pin": chartArguments()
    case "unpin": grid.charts.filter(grid.pinned.contains).map { ($0.metric, $0.title) }
    case "theme": (["auto"] + themes).map { ($0, $0 == "auto" ? "fits the terminal" : "") }
    case "lr": learningRateArguments() + rowArguments()
    case "plan": planArguments()
    case "schedule": scheduleArguments()
    case "early-stop":
      [
        ("patience", "evaluations without a new best"), ("gl", "percent above the best"),
        ("up", "rises in a row"), ("off", ""),
      ]
    case "clip": [("off", "")]
    default: []
    }
  }

  /// The presets, the plan as it is, and how a step of it begins.
  private func planArguments() -> [(word: String, help: String)] {
    let items = run?.regimen?.timeline ?? []
    return items.map { ("drop \($0.number)", $0.item.text) }
      + [("step", "N: DO"), ("epoch", "N: DO"), ("flat", "STEPS: DO, when validation loss stalls")]
      + PlanPreset.Name.allCases.map { ("\($0.rawValue)", $0.help.does) }
      + (items.isEmpty ? [] : [("clear", "")])
  }

  /// The shapes, and what can be said of them.
  private func scheduleArguments() -> [(word: String, help: String)] {
    let names = LearningRateSchedule.Shape.Name.allCases
    let keys = names.flatMap(ScheduleChange.keys).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    return names.map { ($0.rawValue, ScheduleChange.keys(of: $0).joined(separator: " ")) }
      + keys.map { ($0, ScheduleChange.range(of: $0)) }
  }

  private func rowArguments() -> [(word: String, help: String)] {
    guard let rows = run?.board.rows else { return [] }
    let families = Set(
      rows.compactMap { row in
        row.name.firstIndex(of: ".").map { row.name[..<$0] + ".*" }
      })
    return rows.map { ($0.name, $0.state.rawValue) }
      + families.sorted().map { (String($0), "all of them") }
  }

  /// The metrics with their newest values, rows' metrics last.
  private func chartArguments() -> [(word: String, help: String)] {
    guard let run else { return [] }
    return run.curves.allNames.map { name in
      (name, run.curves[name].last.map { printed($0, of: name) } ?? "")
    }
  }

  /// A third, three times, a tenth and ten times of the rate at hand.
  private func learningRateArguments() -> [(word: String, help: String)] {
    guard let rate = run?.curves[MetricName.learningRate].last, rate.isFinite, rate > 0 else {
      return []
    }
    return [
      (0.1, "a tenth"), (1 / 3, "a third"), (1, "as now"), (3, "three times"), (10, "ten times"),
    ]
    .map { (compactNumber(rate * $0.0, digits: 2), $0.1) }
  }
}
