import ThawCanvas
import ThawProtocol

/// The values beside a chart's title: the newest, or those at the step under the crosshair.
struct ChartLegend {
  let name: ChartName
  let run: RunState
  let plots: PlotState
  let others: [ChartName]

  /// As much as there is room for in so many columns.
  func line(width: Int, _ context: RenderContext) -> Line {
    let lines = [(true, true), (true, false), (false, false)].map { line($0.0, $0.1, context) }
    return lines.first { $0.columns + 9 <= width } ?? lines[lines.count - 1]
  }

  /// What happened at the step under the crosshair: an intervention, an alarm, a checkpoint.
  func note(_ context: RenderContext) -> Line? {
    guard let cursor = plots.cursor else { return nil }
    if let line = intervention(at: cursor, context) { return line }
    let glyphs = context.glyphs
    if let alarm = run.journal.last(where: { $0.step == cursor && PlotMark.Kind($0) == .alarm }) {
      return Line([Span("\(glyphs.alarm) \(alarm.command)", .error)])
    }
    if let checkpoint = run.checkpoints.last(where: { $0.step == cursor }) {
      let size = printedBytes(checkpoint.bytes)
      return Line([Span("\(glyphs.checkpoint) checkpoint, \(size)", .success)])
    }
    guard run.evaluationSteps.contains(cursor) else { return nil }
    return Line([Span("\(glyphs.mark) evaluated", .plotValidation)])
  }

  /// What was done at a step, and how the curve's slope changed.
  private func intervention(at step: Int, _ context: RenderContext) -> Line? {
    guard let found = run.intervention(at: step, on: name.metric),
      let kind = PlotMark.Kind(found.entry)
    else { return nil }
    var spans = [Span("\(kind.glyph(context.glyphs)) \(found.entry.command)", kind.role)]
    if let slopes = found.slopes {
      let (before, after) = (signed(slopes.before), signed(slopes.after))
      spans.append(
        Span(
          " \(context.glyphs.separator) \(before) \(context.glyphs.arrow) \(after) per 100 steps",
          .accent))
    }
    return Line(spans)
  }

  private func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + compactNumber(value, digits: 2)
  }

  private func line(_ isLong: Bool, _ hasOthers: Bool, _ context: RenderContext) -> Line {
    let sample = isLong ? "\(context.glyphs.legend) " : ""
    var spans: [[Span]] = []
    if isLong, let cursor = plots.cursor {
      spans.append([Span("step \(grouped(cursor))", .accent)])
    }
    for (label, metric, role, value) in own {
      let text = label.isEmpty ? "" : "\(sample)\(label) "
      spans.append([Span(text + value.text(of: metric), value.isFinite ? role : .error)])
    }
    if hasOthers, plots.cursor != nil {
      for other in others where other != name {
        guard let value = reading(other.metric) else { continue }
        spans.append([Span("\(other.title) \(value.text(of: other.metric))", .muted)])
      }
    }
    return Line(Array(spans.joined(separator: [Span("  ")])))
  }

  private typealias Entry = (label: String, metric: String, role: Role, value: Reading)

  private var own: [Entry] {
    guard name == .loss else {
      let label = name == .accuracy ? "val" : ""
      return reading(name.metric).map { [(label, name.metric, name.role(of: name.metric), $0)] }
        ?? []
    }
    var entries: [Entry] = []
    if let value = reading(MetricName.trainLoss) {
      entries.append(("train", MetricName.trainLoss, .plotTrain, value))
    }
    if plots.cursor != nil, plots.smoothing > 0, let value = smoothedReading {
      entries.append(("smooth", MetricName.trainLoss, .plotTrain, value))
    }
    if let value = reading(MetricName.validationLoss) {
      entries.append(("val", MetricName.validationLoss, .plotValidation, value))
    }
    return entries
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

  private var smoothedReading: Reading? {
    let curve = run.curves[MetricName.trainLoss]
    guard let cursor = plots.cursor, let index = curve.index(ofStep: cursor) else { return nil }
    let points = curve.smoothedPoints(on: .step, weight: plots.smoothing)
    return Reading(mean: points[index].mid)
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
