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
  func legends(
    over isOverCurves: (Character) -> Bool, onAxis isOnAxis: (Character) -> Bool, _ glyphs: Glyphs
  ) -> [Line] {
    func sample(_ sign: Character, _ role: Role, _ word: String) -> [Span] {
      [Span("\(sign)", role), Span(" \(word)")]
    }
    let kinds: [(PlotMark.Kind, String)] = [
      (.thaw, "thaw"), (.freeze, "freeze"), (.note, "rate"), (.alarm, "alarm"),
    ]
    let over = kinds.compactMap { kind, word in
      let isShown = marks.contains { $0.kind == kind } && isOverCurves(kind.glyph(glyphs))
      return isShown ? sample(kind.glyph(glyphs), kind.role, word) : nil
    }
    let hasCheckpoints = !checkpoints.isEmpty && isOnAxis(glyphs.checkpoint)
    var onAxis: [[Span]] = []
    if !evaluations.isEmpty, isOnAxis(glyphs.mark) {
      onAxis.append(sample(glyphs.mark, .plotValidation, "evaluation"))
    }
    if hasCheckpoints { onAxis.append(sample(glyphs.checkpoint, .success, "checkpoint")) }
    if !evaluations.isEmpty, !checkpoints.isEmpty, isOnAxis(glyphs.both) {
      onAxis.append(sample(glyphs.both, .success, hasCheckpoints ? "both" : "with checkpoint"))
    }
    return [over + onAxis, onAxis, []].map { Line(Array($0.joined(separator: [Span("  ")]))) }
  }
}
