import ThawCanvas
import ThawProtocol

/// A part of the comparison's tables: a heading, and a line for each thing compared.
struct CompareSection {
  /// A session's cell: a value, and how it stands to the baseline's.
  struct Cell {
    var value: String
    var note = ""
    var role: Role?
  }

  struct Entry {
    var label: String
    var cells: [Cell?]
    var isAccented = false
  }

  var title: String
  var detail: String
  var entries: [Entry]

  /// All parts, those without a line left out.
  static func all(_ comparison: Comparison, metric: String, isNarrow: Bool) -> [CompareSection] {
    [
      results(comparison, metric, isNarrow), alignment(comparison), groups(comparison, isNarrow),
      targets(comparison, isNarrow), forks(comparison), freezing(comparison),
      interventions(comparison), recipe(comparison), drift(comparison),
      noise(comparison, isNarrow),
    ].compactMap(\.self)
  }

  /// How many lines the tables take, with headings and the empty lines between parts.
  static func lineCount(_ comparison: Comparison) -> Int {
    let sections = all(comparison, metric: "", isNarrow: false)
    return sections.reduce(0) { $0 + $1.entries.count + 2 } - 1
  }

  private static func results(
    _ comparison: Comparison, _ metric: String, _ isNarrow: Bool
  ) -> CompareSection {
    let entries = comparison.ordered.map { line in
      let cells = line.cells.map { cell -> Cell? in
        guard let last = cell.last else { return nil }
        // The best of single batches is luck, and a difference of two of them no verdict.
        let isBatch = line.metric.hasPrefix("train/")
        let best = isBatch ? nil : cell.best
        let value =
          isNarrow
          ? printed(best ?? last, of: line.metric)
          : printed(last, of: line.metric)
            + (best.map { " (\(printed($0, of: line.metric)))" } ?? "")
        let difference = isBatch ? nil : cell.bestDifference
        guard let difference = difference ?? cell.lastDifference, difference != 0 else {
          return Cell(value: value)
        }
        return Cell(
          value: value, note: printedDifference(difference, of: line.metric),
          role: isBatch ? .muted : role(of: difference, line.metric))
      }
      return Entry(label: line.metric, cells: cells, isAccented: line.metric == metric)
    }
    return CompareSection(
      title: isNarrow ? "best, of train last" : "last (best)", detail: "", entries: entries)
  }

  private static func targets(_ comparison: Comparison, _ isNarrow: Bool) -> CompareSection? {
    var entries = comparison.targets.map { line in
      let cells = line.reaches.map { reach -> Cell? in
        guard let reach else { return Cell(value: "never", role: .warning) }
        let place = isNarrow ? "" : " step \(grouped(reach.step))"
        guard let sooner = reach.sooner, abs(sooner - 1) >= 0.05 else {
          return Cell(value: compactDuration(reach.time) + place)
        }
        let factor = sooner > 1 ? sooner : 1 / sooner
        return Cell(
          value: compactDuration(reach.time) + place,
          note: "\(compactNumber(factor, digits: 2))× \(sooner > 1 ? "sooner" : "later")",
          role: sooner > 1 ? .success : .warning)
      }
      let sign = MetricDefinition(named: line.metric).direction == .higherIsBetter ? "≥" : "≤"
      return Entry(
        label: "\(line.metric) \(sign) \(compactNumber(line.target, digits: 4))", cells: cells)
    }
    if comparison.operations.contains(where: { $0 != nil }) {
      let cells = comparison.operations.map { spent in
        spent.map { Cell(value: compactNumber($0)) }
      }
      entries.append(Entry(label: "training FLOPs in all", cells: cells))
    }
    guard !entries.isEmpty else { return nil }
    let origin = comparison.alignment == nil ? "" : ", from the beginning"
    return CompareSection(title: "cost to reach" + origin, detail: "", entries: entries)
  }

  private static func forks(_ comparison: Comparison) -> CompareSection? {
    guard !comparison.forks.isEmpty else { return nil }
    let cells = comparison.sessions.indices.map { session -> Cell? in
      comparison.forks.first { $0.session == session }.map { fork in
        Cell(value: "\(comparison.sessions[fork.trunk]) at step \(grouped(fork.step))")
      }
    }
    return CompareSection(
      title: "forks", detail: "what comes before is shared",
      entries: [Entry(label: "leaves", cells: cells)])
  }

  private static func alignment(_ comparison: Comparison) -> CompareSection? {
    guard let alignment = comparison.alignment else { return nil }
    let cells = alignment.steps.map { step in
      step.map { Cell(value: "step \(grouped($0))") }
        ?? Cell(value: "has no \(alignment.mark.noun)", role: .warning)
    }
    return CompareSection(
      title: "aligned at", detail: "curves and strips are counted from there",
      entries: [Entry(label: alignment.mark.title, cells: cells)])
  }

  private static func groups(_ comparison: Comparison, _ isNarrow: Bool) -> CompareSection? {
    let groups = comparison.groups
    guard !groups.isEmpty else { return nil }
    let places = comparison.sessions.indices.map { session in
      groups.firstIndex { $0.sessions.contains(session) }
    }
    let members = places.map { place in
      place.map { place in
        let count = groups[place].sessions.count
        return Cell(
          value: "\(Comparison.letters(ofGroup: place)) \(groups[place].name)",
          note: count > 1 ? "×\(count)" : "", role: .muted)
      }
    }
    let names = Set(groups.flatMap { $0.metrics.map(\.metric) })
    let means = comparison.ordered.map(\.metric).filter(names.contains).map { metric in
      let cells = places.map { place -> Cell? in
        guard let group = place.map({ groups[$0] }),
          let spread = group.metrics.first(where: { $0.metric == metric })
        else { return nil }
        let deviation = spread.deviation.map { " ± " + printedDeviation($0, of: metric) } ?? ""
        let band = [spread.minimum, spread.maximum].map { printed($0, of: metric) }
        let range = isNarrow || spread.count < 2 ? "" : " (\(band.joined(separator: "–")))"
        let isPart = spread.count < group.sessions.count
        return Cell(
          value: printed(spread.mean, of: metric) + deviation + range,
          note: isPart ? "\(spread.count) of \(group.sessions.count)" : "", role: .muted)
      }
      return Entry(label: metric, cells: cells)
    }
    return CompareSection(
      title: "groups, mean ± deviation" + (isNarrow ? "" : " (range)"),
      detail: "of best values; of train/, and where none is better, of the last",
      entries: [Entry(label: "group", cells: members)] + means)
  }

  private static func freezing(_ comparison: Comparison) -> CompareSection? {
    let entries = comparison.freezing.map { line in
      let own = line.trained[comparison.baseline]
      let cells = line.trained.map { trained -> Cell? in
        guard let trained else { return nil }
        let text = trained.map(\.text).joined(separator: ", ")
        return Cell(
          value: text.isEmpty ? "frozen" : text,
          role: trained == own ? nil : trained.isEmpty ? .rowFrozen : .rowTrainable)
      }
      return Entry(label: line.rows, cells: cells)
    }
    guard !entries.isEmpty else { return nil }
    return CompareSection(title: "trained", detail: "by completed steps", entries: entries)
  }

  private static func interventions(_ comparison: Comparison) -> CompareSection? {
    let done = comparison.timelines.map(\.interventions)
    let count = done.map(\.count).max() ?? 0
    guard done.contains(where: { $0 != done.first }) else { return nil }
    let entries = (0..<count).map { place in
      let cells = done.map { interventions -> Cell? in
        guard place < interventions.count else { return nil }
        return Cell(value: "\(grouped(interventions[place].step)) \(interventions[place].command)")
      }
      return Entry(label: "\(place + 1)", cells: cells)
    }
    return CompareSection(
      title: "interventions", detail: "the step, and what was done", entries: entries)
  }

  private static func recipe(_ comparison: Comparison) -> CompareSection {
    let entries = comparison.differences.map { line in
      Entry(label: line.key, cells: line.values.map { value in value.map { Cell(value: $0) } })
    }
    return CompareSection(
      title: "recipe", detail: entries.isEmpty ? "no key differs" : "\(entries.count) keys differ",
      entries: entries)
  }

  private static func drift(_ comparison: Comparison) -> CompareSection? {
    let entries = comparison.drift.map { line in
      let cells = zip(line.values, comparison.timelines).map { value, timeline -> Cell? in
        if let value { return Cell(value: compactNumber(value)) }
        // Not measured, for it cannot have moved.
        let isFrozen =
          timeline.rows.contains(line.row)
          && !timeline.stretches.contains { $0.rows.contains(line.row) }
        return isFrozen ? Cell(value: "frozen", role: .rowFrozen) : nil
      }
      return Entry(label: line.row, cells: cells)
    }
    guard !entries.isEmpty else { return nil }
    return CompareSection(title: "drift", detail: "from the first weights", entries: entries)
  }

  private static func noise(_ comparison: Comparison, _ isNarrow: Bool) -> CompareSection? {
    guard let noise = comparison.noise else { return nil }
    let entries = noise.metrics.map { line in
      let cells = comparison.sessions.indices.map { session -> Cell? in
        guard let verdict = noise.verdict(of: line.metric, session: session) else { return nil }
        let mean = printed(verdict.mean, of: line.metric)
        let spread = verdict.deviation.map { " ± " + printedDeviation($0, of: line.metric) } ?? ""
        guard let exceeds = verdict.exceeds else { return Cell(value: mean + spread) }
        return Cell(
          value: mean + (isNarrow ? "" : spread), note: exceeds ? "beyond" : "within",
          role: exceeds ? role(of: verdict.difference, line.metric) : .muted)
      }
      return Entry(label: line.metric, cells: cells)
    }
    guard !entries.isEmpty else { return nil }
    return CompareSection(
      title: "seed noise of bests",
      // As long as the heading has room for.
      detail: isNarrow
        ? "beyond t(0.975) s √(1/n + 1/m); s pooled, n, m seeds"
        : "beyond Student's t(0.975) s √(1/n + 1/m); s: pooled deviation, n, m: group sizes",
      entries: entries)
  }

  private static func role(of difference: Double, _ metric: String) -> Role {
    switch MetricDefinition(named: metric).direction {
    case .neutral: .muted
    case .lowerIsBetter: difference < 0 ? .success : .warning
    case .higherIsBetter: difference > 0 ? .success : .warning
    }
  }
}
