import ThawCanvas
import ThawProtocol

/// The results and the differing recipe keys as lines of aligned columns.
struct CompareTables {
  let comparison: Comparison
  let metric: String
  let context: RenderContext

  /// All lines, each at most `width` columns.
  func lines(width: Int) -> [Line] {
    let label = min(
      28,
      (comparison.metrics.map(\.metric) + comparison.differences.map(\.key))
        .map(\.columns).max() ?? 0)
    let column = max(12, min(34, (width - label) / max(1, comparison.sessions.count) - 2))
    return [header(label, column)] + comparison.ordered.map { line($0, label, column) }
      + [Line(""), heading] + comparison.differences.map { line($0, label, column) }
  }

  private func header(_ label: Int, _ column: Int) -> Line {
    let names = comparison.sessions.enumerated().map { index, name in
      Span(
        "  " + padded("\(index + 1) \(name)", to: column), .plotSeries(index), attributes: .bold)
    }
    return Line(
      [Span(padded(isNarrow(column) ? "best" : "last (best)", to: label), .muted)] + names)
  }

  private var heading: Line {
    comparison.differences.isEmpty
      ? Line("the recipes are the same", .muted)
      : Line([
        Span("recipe", .title),
        Span("  \(comparison.differences.count) keys differ", .muted),
      ])
  }

  private func line(_ line: Comparison.MetricLine, _ label: Int, _ column: Int) -> Line {
    let cells = line.cells.flatMap { cell -> [Span] in
      guard let last = cell.last else {
        return [Span("  " + padded(String(context.glyphs.missing), to: column), .muted)]
      }
      let value =
        isNarrow(column)
        ? printed(cell.best ?? last, of: line.metric)
        : printed(last, of: line.metric)
          + (cell.best.map { " (\(printed($0, of: line.metric)))" } ?? "")
      let difference = difference(cell, line.metric)
      return [
        Span("  " + value + " "),
        Span(padded(difference.text, to: max(0, column - value.columns - 1)), difference.role),
      ]
    }
    let role: Role = line.metric == metric ? .accent : .text
    return Line([Span(padded(line.metric, to: label), role)] + cells)
  }

  /// Where there is no room for newest, best and difference, the newest goes.
  private func isNarrow(_ column: Int) -> Bool { column < 26 }

  /// The difference of the best values where there are any, else of the newest.
  private func difference(
    _ cell: Comparison.Cell, _ metric: String
  ) -> (text: String, role: Role) {
    guard let value = cell.bestDifference ?? cell.lastDifference, value != 0 else {
      return ("", .muted)
    }
    let text = printedDifference(value, of: metric)
    switch MetricDefinition(named: metric).direction {
    case .neutral: return (text, .muted)
    case .lowerIsBetter: return (text, value < 0 ? .success : .warning)
    case .higherIsBetter: return (text, value > 0 ? .success : .warning)
    }
  }

  private func line(_ line: Comparison.RecipeLine, _ label: Int, _ column: Int) -> Line {
    let missing = String(context.glyphs.missing)
    return Line(
      [Span(padded(line.key, to: label), .muted)]
        + line.values.map { Span("  " + padded($0 ?? missing, to: column)) })
  }

  private func padded(_ text: String, to width: Int) -> String {
    guard text.columns > width else {
      return text + String(repeating: " ", count: width - text.columns)
    }
    var cut = text
    while cut.columns > max(0, width - 1), !cut.isEmpty { cut.removeLast() }
    return cut + String(context.glyphs.ellipsis)
  }
}
