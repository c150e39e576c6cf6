import ThawCanvas
import ThawProtocol

/// A session's line under the compared curves: how much of the network trained, and what was done when.
struct CompareStrip {
  let session: ComparedSession
  let place: Int
  let isInFront: Bool
  let axis: PlotAxis
  let role: Role

  /// Draws it below the curves' part of an area, column for column.
  func draw(
    _ chart: LineChart, over plotArea: Rect, in row: Rect, into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    let attributes: Attributes = isInFront ? [.bold, .reverse] : []
    Line([Span(" "), Span("\(place + 1)", role, attributes: attributes)])
      .render(in: row, into: &buffer, context: context)
    let columns = chart.columns(in: plotArea)
    guard let first = columns.first, let last = columns.last, last.x > first.x else { return }
    let scale = Scale(.linear, over: first.x...last.x)
    for stretch in visibleStretches {
      for (column, x) in columns where x >= stretch.from && x <= stretch.to {
        buffer.put(
          stretch.glyph(context.glyphs), x: column, y: row.y, style: context[role], clip: row)
      }
    }
    for mark in marks {
      guard let share = scale.position(of: mark.x), (0...1).contains(share) else { continue }
      let column = first.column + Int((share * Double(last.column - first.column)).rounded())
      buffer.put(
        mark.kind.glyph(context.glyphs), x: column, y: row.y, style: context[mark.kind.role],
        clip: row)
    }
    drawSummary(after: last.column, in: row, into: &buffer, context)
  }

  private var marks: [PlotMark] {
    plotMarks(journal: session.detail.journal) { step in
      session.place(ofStep: step, on: axis)
    }
  }

  private struct VisibleStretch {
    var from: Double
    var to: Double
    /// The share of the rows that train; nil for a session without rows.
    var share: Double?

    /// The more rows train, the higher; all frozen but the head is the lowest.
    func glyph(_ glyphs: Glyphs) -> Character {
      guard let share else { return glyphs.horizontal }
      let levels = glyphs.levels
      return levels[min(levels.count - 1, Int(share * Double(levels.count)))]
    }
  }

  private var visibleStretches: [VisibleStretch] {
    let rows = session.detail.rows.count
    let stretches = session.timeline.stretches
    guard rows > 0, let last = stretches.last else {
      let span = session.curves.names.compactMap { session.curves[$0].span(on: axis) }
      guard let low = span.map(\.lowerBound).min(), let high = span.map(\.upperBound).max() else {
        return []
      }
      return [VisibleStretch(from: low, to: high, share: nil)]
    }
    return stretches.compactMap { stretch in
      let end = stretch == last ? session.detail.summary.step : stretch.steps.upperBound
      guard let from = session.place(ofStep: stretch.steps.lowerBound, on: axis),
        let to = session.place(ofStep: end, on: axis)
      else { return nil }
      return VisibleStretch(
        from: from, to: to, share: Double(stretch.trainable.count) / Double(rows))
    }
  }

  /// To the right: how many rows trained at the end, or that there are none.
  private func drawSummary(
    after column: Int, in row: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    let area = Rect(x: column + 2, y: row.y, width: row.right - column - 2, height: 1)
    guard area.width >= 14 else { return }
    let text =
      session.timeline.stretches.last.map { last in
        "\(last.trainable.count) of \(session.detail.rows.count) rows"
      } ?? "imported: no rows"
    Line("\(text)", .muted).render(in: area, into: &buffer, context: context)
  }
}
