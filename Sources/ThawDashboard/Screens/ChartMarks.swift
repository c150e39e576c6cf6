import ThawCanvas
import ThawProtocol

/// What happened along a run, for all of its charts: marks over the curves, and signs on the axis for what happens often.
struct ChartMarks {
  /// Interventions and alarms, and what the plan has to come.
  let marks: [PlotMark]
  private let evaluations: [Double]
  private let checkpoints: [Double]

  init(of run: RunState, on axis: PlotAxis) {
    let ruler = run.curves.ruler
    let past = plotMarks(journal: run.journal) { ruler.place(ofStep: $0, on: axis) }
    let regimen = run.isGrowing ? run.regimen : nil
    marks =
      past
      + (regimen.map { regimen in
        futureMarks(of: regimen, from: run.step) { ruler.place(ofFutureStep: $0, on: axis) }
      } ?? [])
    evaluations = run.evaluationSteps.compactMap { ruler.place(ofStep: $0, on: axis) }
    checkpoints = run.checkpoints.compactMap { ruler.place(ofStep: $0.step, on: axis) }
  }

  /// The signs on an axis of so many columns; so many evaluations that they would hide its ticks have none.
  func signs(in view: ClosedRange<Double>, columns: Int, _ glyphs: Glyphs) -> [AxisSigns] {
    let kinds = [
      AxisSigns(at: evaluations.filter(view.contains), glyph: glyphs.mark, role: .plotValidation),
      AxisSigns(at: checkpoints.filter(view.contains), glyph: glyphs.checkpoint, role: .success),
    ]
    return kinds.filter { kind in
      !kind.places.isEmpty && (kind.glyph != glyphs.mark || kind.places.count * 4 <= columns)
    }
  }

  /// What the signs mean that were drawn, most telling first: all of them, those on the axis, whose labels say nothing,
  /// or none.
  static func legends(
    over isOverCurves: (Character) -> Bool, onAxis isOnAxis: (Character) -> Bool, _ glyphs: Glyphs
  ) -> [Line] {
    let kinds: [(PlotMark.Kind, String)] = [
      (.thaw, "thaw"), (.freeze, "freeze"), (.note, "rate"), (.alarm, "alarm"),
    ]
    let over = kinds.filter { isOverCurves($0.0.glyph(glyphs)) }
      .map { [Span("\($0.0.glyph(glyphs))", $0.0.role), Span(" \($0.1)")] }
    let signs: [(Character, Role, String)] = [
      (glyphs.mark, .plotValidation, "evaluation"), (glyphs.checkpoint, .success, "checkpoint"),
      (glyphs.both, .success, isOnAxis(glyphs.checkpoint) ? "both" : "with checkpoint"),
    ]
    let onAxis = signs.filter { isOnAxis($0.0) }
      .map { [Span("\($0.0)", $0.1), Span(" \($0.2)")] }
    return [over + onAxis, onAxis, []].map { Line(Array($0.joined(separator: [Span("  ")]))) }
  }
}
