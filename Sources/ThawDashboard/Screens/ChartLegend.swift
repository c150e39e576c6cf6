import ThawCanvas
import ThawProtocol

/// The values beside a chart's title: the newest, or those at the step under the crosshair.
struct ChartLegend {
  let name: ChartName
  /// The metrics whose curves the chart shows.
  let metrics: [String]
  let run: RunState
  let plots: PlotState
  let others: [ChartName]

  /// How much of it there is.
  private struct Detail {
    var hasSteps = true
    var hasOthers = true
    var hasAverage = true
  }

  /// As much as there is room for in so many columns.
  func line(width: Int, _ context: RenderContext) -> Line {
    let lines = [
      Detail(), Detail(hasOthers: false), Detail(hasSteps: false, hasOthers: false),
      Detail(hasSteps: false, hasOthers: false, hasAverage: false),
    ].lazy.map { line($0, context) }
    return lines.first { $0.columns + 9 <= width } ?? lines[lines.count - 1]
  }

  /// What happened at the step under the crosshair: an intervention, an alarm, a checkpoint, an evaluation.
  func note(width: Int, _ context: RenderContext) -> Line? {
    guard let cursor = plots.cursor else { return nil }
    if let line = intervention(at: cursor, width: width, context) { return line }
    let glyphs = context.glyphs
    if let alarm = run.journal.last(where: { $0.step == cursor && PlotMark.Kind($0) == .alarm }) {
      let text = "\(glyphs.alarm) \(alarm.command)"
      return Line([Span(text.shortened(to: width, glyphs.ellipsis), .error)])
    }
    let isEvaluated = run.evaluationSteps.contains(cursor)
    if let checkpoint = run.checkpoints.last(where: { $0.step == cursor }) {
      let sign = isEvaluated ? "\(glyphs.both) evaluated, " : "\(glyphs.checkpoint) "
      return Line([Span("\(sign)checkpoint, \(printedBytes(checkpoint.bytes))", .success)])
    }
    guard isEvaluated else { return nil }
    return Line([Span("\(glyphs.mark) evaluated", .plotValidation)])
  }

  /// What was done at a step, and how the curve's slope changed; without what was done where there is room for one.
  private func intervention(at step: Int, width: Int, _ context: RenderContext) -> Line? {
    guard let found = run.intervention(at: step, on: name.metric),
      let kind = PlotMark.Kind(found.entry)
    else { return nil }
    let glyphs = context.glyphs
    let sign = "\(kind.glyph(glyphs)) "
    let command = Span(
      (sign + found.entry.command).shortened(to: width, glyphs.ellipsis), kind.role)
    guard let slopes = found.slopes else { return Line([command]) }
    let slope =
      "slope \(signed(slopes.before)) to \(signed(slopes.after))"
    let lines = [
      Line([
        command, Span(" \(glyphs.separator) "), Span("\(slope) per 100 steps", .accent),
      ]),
      Line([Span(sign, kind.role), Span("\(slope) per 100 steps", .accent)]),
      Line([Span(sign, kind.role), Span(slope, .accent)]),
    ]
    return lines.first { $0.columns <= width } ?? Line([command])
  }

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + compactNumber(value, digits: 2)
  }

  private func line(_ detail: Detail, _ context: RenderContext) -> Line {
    var spans: [[Span]] = []
    if detail.hasSteps, let cursor = plots.cursor {
      spans.append([Span("step \(grouped(cursor))", .accent)])
    }
    for metric in metrics {
      let entries = entries(of: metric, context).prefix(detail.hasAverage ? 2 : 1)
      spans += entries.map { $0.spans(of: metric, hasSample: detail.hasSteps) }
    }
    if detail.hasOthers, plots.cursor != nil {
      for other in others where other != name {
        guard let value = reading(other.metric) else { continue }
        spans.append([Span("\(other.title) \(value.text(of: other.metric))", .muted)])
      }
    }
    return Line(Array(spans.joined(separator: [Span("  ")])))
  }

  /// A value with the name of its curve and a sample of how that is drawn.
  private struct Entry {
    var sample: Character
    var sampleRole: Role
    var label: String
    var role: Role
    var value: Reading

    func spans(of metric: String, hasSample: Bool) -> [Span] {
      let text = value.text(of: metric)
      let named = Span(label.isEmpty ? text : "\(label) \(text)", value.isFinite ? role : .error)
      return hasSample && !label.isEmpty ? [Span("\(sample) ", sampleRole), named] : [named]
    }
  }

  /// A metric's value, and under the crosshair that of its average.
  private func entries(of metric: String, _ context: RenderContext) -> [Entry] {
    guard let value = reading(metric) else { return [] }
    let curve = run.curves[metric]
    let role = name.role(of: metric)
    let label =
      name == .loss && metric == MetricName.trainLoss
      ? "train" : name == .loss || name == .accuracy ? "val" : ""
    let hasColors = context.ability.hasCurveColors
    let bead = hasColors ? nil : name.bead(of: metric, context.glyphs)
    let line = bead ?? context.glyphs.legend
    guard let cursor = plots.cursor, curve.isSmoothed, let index = curve.index(ofStep: cursor)
    else {
      return [Entry(sample: line, sampleRole: role, label: label, role: role, value: value)]
    }
    let thin = hasColors ? context.glyphs.legend : context.ability.raster.thinSample
    return [
      Entry(sample: thin, sampleRole: .plotTrainRaw, label: label, role: role, value: value),
      Entry(
        sample: line, sampleRole: role, label: "smooth", role: role,
        value: Reading(mean: curve.average.means[index])),
    ]
  }

  /// The newest value, or the one of the step under the crosshair or the last logged before it.
  private func reading(_ metric: String) -> Reading? {
    let curve = run.curves[metric]
    guard let cursor = plots.cursor else { return curve.last.map { Reading(mean: $0) } }
    guard let index = curve.index(ofStep: cursor) else { return nil }
    let bucket = curve.buckets[index]
    guard bucket.minimum < bucket.maximum else { return Reading(mean: bucket.mean) }
    return Reading(mean: bucket.mean, range: bucket.minimum...bucket.maximum)
  }
}

/// A value of a curve, and what the points that it stands for span.
private struct Reading {
  var mean: Double
  var range: ClosedRange<Double>?

  var isFinite: Bool { mean.isFinite }

  func text(of metric: String) -> String {
    let value = printed(mean, of: metric)
    guard let range else { return value }
    return
      "\(value) (\(printed(range.lowerBound, of: metric))–\(printed(range.upperBound, of: metric)))"
  }
}
