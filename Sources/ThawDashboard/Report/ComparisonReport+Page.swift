import ThawCanvas
import ThawProtocol

extension ComparisonReport {
  /// A page that needs nothing but itself: no script, no font, no picture from elsewhere.
  public var html: String {
    let names = comparison.sessions.map(escaped)
    let parts = [
      "<h1>\(names.joined(separator: " · "))</h1>", about, charts, timelines, tables, journals,
    ]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(names.joined(separator: ", ")) – thaw</title>
      <style>
      \(SVGStyle.colors)\(SVGStyle.chart)\(Self.style)
      </style>
      </head>
      <body>
      \(parts.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private static let style = """
    body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;margin:2rem auto;\
    max-width:1500px;padding:0 1.5rem}
    h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}.soft{color:var(--soft)}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,560px),1fr));gap:1rem}
    svg.chart{width:100%;height:auto}
    .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
    th,td{text-align:left;padding:.2rem .9rem .2rem 0;border-bottom:1px solid var(--rule);\
    white-space:nowrap}
    th{font-weight:600}tbody th{font-weight:400}.good{color:var(--good)}.bad{color:var(--bad)}
    """

  private var about: String {
    let baseline = escaped(comparison.sessions[comparison.baseline])
    var sentences = ["Differences are counted from \(baseline)."]
    if let alignment = comparison.alignment {
      let lacking = zip(comparison.sessions, alignment.steps).filter { $0.1 == nil }.map(\.0)
      sentences.append("Steps and time are counted from the \(alignment.mark.title).")
      if !lacking.isEmpty {
        sentences.append(
          "Not drawn, for they have none: \(escaped(lacking.joined(separator: ", "))).")
      }
    }
    if let grouping {
      sentences.append(
        "Curves are means of sessions with \(escaped(grouping.title)) up to the end of a group's "
          + "shortest, bands reach from the least to the greatest value.")
    }
    for fork in comparison.forks {
      let names = [fork.session, fork.trunk].map { escaped(comparison.sessions[$0]) }
      sentences.append("\(names[0]) leaves \(names[1]) at step \(grouped(fork.step)).")
    }
    return #"<p class="soft">\#(sentences.joined(separator: " "))</p>"#
  }

  /// Every metric of a measured split by steps and by time, then the smoothed training loss.
  private var charts: String {
    let measured = comparison.ordered.map(\.metric).filter {
      !$0.hasPrefix("train/") && MetricDefinition(named: $0).direction != .neutral
    }
    var charts = measured.flatMap { metric in
      [PlotAxis.step, .time].map { chart(metric, axis: $0, smoothing: 0) }
    }
    if comparison.metrics.contains(where: { $0.metric == MetricName.trainLoss }) {
      charts.append(chart(MetricName.trainLoss, axis: .step, smoothing: 0.9))
      charts.append(chart(MetricName.trainLoss, axis: .time, smoothing: 0.9))
    }
    return #"<div class="charts">"# + charts.map(\.element).joined(separator: "\n") + "</div>"
  }

  private func chart(_ metric: String, axis: PlotAxis, smoothing: Double) -> ChartPicture {
    let curves = ComparedCurves(
      sessions, comparison, metric: metric, axis: axis, smoothing: smoothing)
    let series = curves.lines.map { line in
      ChartPicture.Series(
        name: grouping == nil ? line.name : "\(line.sign) \(line.name)", points: line.points,
        band: line.band, color: line.color)
    }
    var chart = ChartPicture(metric: metric, axis: axis, series: series, marks: curves.marks)
    if let alignment = comparison.alignment {
      chart.xTitle += " from the \(alignment.mark.title)"
      chart.xFormat = .signed(chart.xFormat)
    }
    if smoothing > 0 { chart.title += ", smoothed \(fixed(smoothing, decimals: 2))" }
    return chart
  }

  private var timelines: String {
    let strips = ReportTimelines(sessions: sessions, comparison: comparison)
    guard let picture = strips.element else { return "" }
    return """
      <h2>Who trained when</h2>
      <p class="soft">A line for each layer, the input above; coloured while it trained, pale while \
      it was frozen.</p>
      <div class="scroll">\(picture)</div>
      """
  }

  private var tables: String {
    let names = comparison.sessions.enumerated().map { index, name in
      "<th>\(escaped(name))\(index == comparison.baseline ? " (baseline)" : "")</th>"
    }.joined()
    return sections.map { section in
      let lines = section.entries.map { entry in
        "<tr><th>\(escaped(entry.label))</th>\(entry.cells.map(cell).joined())</tr>"
      }
      return """
        <h2>\(escaped(section.title.prefix(1).uppercased() + section.title.dropFirst()))</h2>
        \(section.detail.isEmpty ? "" : #"<p class="soft">\#(escaped(section.detail))</p>"#)
        <div class="scroll"><table><thead><tr><th></th>\(names)</tr></thead>
        <tbody>\(lines.joined(separator: "\n"))</tbody></table></div>
        """
    }.joined(separator: "\n")
  }

  private func cell(_ cell: CompareSection.Cell?) -> String {
    guard let cell else { return #"<td class="soft">–</td>"# }
    let kind =
      switch cell.role {
      case .success?: " class=\"good\""
      case .warning?: " class=\"bad\""
      case .muted?: " class=\"soft\""
      default: ""
      }
    guard !cell.note.isEmpty else { return "<td\(kind)>\(escaped(cell.value))</td>" }
    return "<td>\(escaped(cell.value)) <span\(kind)>\(escaped(cell.note))</span></td>"
  }

  /// What was asked of each session, and what became of it.
  private var journals: String {
    sessions.filter { !$0.detail.journal.isEmpty }.map { session in
      let lines = session.detail.journal.map { entry in
        "<tr><td>\(grouped(entry.step))</td><td>\(escaped(entry.command))</td>"
          + "<td>\(escaped(entry.outcomeText))</td></tr>"
      }
      return """
        <h2>Journal of \(escaped(session.detail.summary.name))</h2>
        <div class="scroll"><table><thead><tr><th>step</th><th>command</th><th>outcome</th></tr></thead>
        <tbody>\(lines.joined(separator: "\n"))</tbody></table></div>
        """
    }.joined(separator: "\n")
  }
}
