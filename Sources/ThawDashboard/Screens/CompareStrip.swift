import ThawCanvas
import ThawProtocol

/// A session's line under the compared curves: how much of the network trained, and what was done when.
struct CompareStrip {
  let session: ComparedSession
  let place: Int
  let isInFront: Bool
  let axis: PlotAxis
  let role: Role
  let curves: ComparedCurves
  /// What the session's group is called; nil without groups.
  let letters: String?
  /// The moment that steps are counted from, in print.
  let missing: String?

  /// Draws it below the curves' part of an area, column for column.
  func draw(
    _ chart: LineChart, over plotArea: Rect, in row: Rect, into buffer: inout Buffer,
    _ context: RenderContext
  ) {
    let attributes: Attributes = isInFront ? [.bold, .reverse] : []
    let group = letters.map { Span(" \($0)", role) }
    Line(
      [Span(" "), Span("\(place + 1)", role, attributes: attributes)] + [group].compactMap(\.self)
    )
    .render(in: row, into: &buffer, context: context)
    let columns = chart.columns(in: plotArea)
    guard let first = columns.first, let last = columns.last, last.x > first.x else { return }
    let scale = Scale(.linear, over: first.x...last.x)
    func put(_ glyph: Character, _ style: Style, at x: Double) {
      guard let share = scale.position(of: x), (0...1).contains(share) else { return }
      let column = first.column + Int((share * Double(last.column - first.column)).rounded())
      buffer.put(glyph, x: column, y: row.y, style: style, clip: row)
    }
    for stretch in visibleStretches {
      for (column, x) in columns where x >= stretch.from && x <= stretch.to {
        buffer.put(
          stretch.glyph(context.glyphs), x: column, y: row.y, style: context[role], clip: row)
      }
    }
    let start = joint?.step ?? .min
    let marks = plotMarks(journal: session.detail.journal.filter { $0.step > start }, at: place)
    // In one column a freeze or a thaw says more than its rate.
    for mark in marks.filter({ $0.kind == .note }) + marks.filter({ $0.kind != .note }) {
      put(mark.kind.glyph(context.glyphs), context[mark.kind.role], at: mark.x)
    }
    // The steps before are its trunk's, and drawn in the trunk's strip.
    if let joint, let x = place(ofStep: joint.step) {
      put(context.glyphs.corners[2], context[role], at: x)
    }
    drawSummary(after: last.column, in: row, into: &buffer, context)
  }

  private var joint: Comparison.Fork? { curves.joint(of: place) }

  private func place(ofStep step: Int) -> Double? { curves.place(ofStep: step, session: place) }

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
      let steps = session.curves.names.flatMap { session.curves[$0].buckets.map(\.step) }
      guard let low = steps.min().flatMap(place), let high = steps.max().flatMap(place) else {
        return []
      }
      return [VisibleStretch(from: low, to: high, share: nil)]
    }
    return stretches.compactMap { stretch in
      let end = stretch == last ? session.detail.summary.step : stretch.steps.upperBound
      let start = max(stretch.steps.lowerBound, joint?.step ?? .min)
      guard start < end || joint == nil, let from = place(ofStep: start),
        let to = place(ofStep: end)
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
    if let missing, place(ofStep: 0) == nil {
      return Line("no \(missing)", .muted).render(in: area, into: &buffer, context: context)
    }
    let text =
      session.timeline.stretches.last.map { last in
        "\(last.trainable.count) of \(session.detail.rows.count) rows"
      } ?? "imported: no rows"
    Line("\(text)", .muted).render(in: area, into: &buffer, context: context)
  }
}
