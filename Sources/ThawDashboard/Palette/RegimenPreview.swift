import ThawCanvas
import ThawProtocol

/// What a command that is being typed would make of the run, before it is sent.
struct RegimenPreview: Equatable {
  /// How the run goes on as it is.
  let now: Regimen
  /// How it would go on.
  let then: Regimen
  /// The answer's note, or why the engine would refuse.
  let note: String
}

extension DashboardState {
  /// The preview of a palette line; nil where it changes neither the learning rate's curve nor the plan.
  func preview(of line: String) -> RegimenPreview? {
    guard let run, let now = run.regimen, run.phase?.isFinal != true,
      let command = try? Command(parsing: line)
    else { return nil }
    var then = now
    do throws(RegimenRefusal) {
      let frozen = run.board.rows.indices.filter { run.board.rows[$0].state == .frozen }
      guard
        let change = try then.apply(
          command, at: run.step, rows: run.board.rows.map(\.name), frozen: Set(frozen))
      else { return nil }
      guard then.schedule != now.schedule || then.plan != now.plan else { return nil }
      return RegimenPreview(now: now, then: then, note: change.note ?? "")
    } catch {
      return RegimenPreview(now: now, then: now, note: error.description)
    }
  }
}

/// The learning rate as it would go on, beside how it goes on now, with the plan's steps as marks.
struct RegimenPreviewView: View {
  let preview: RegimenPreview
  let run: RunState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let end = max(preview.now.totalSteps, preview.then.totalSteps)
    let logged = run.curves[MetricName.learningRate].points(on: .step)
    let isChanged = preview.then.schedule != preview.now.schedule
    let glyphs = context.glyphs
    let sample = context.ability.hasCurveColors ? glyphs.separator : glyphs.mark
    var legend = [Span("\(glyphs.legend) now", .plotTrain)]
    if isChanged { legend += [Span("  "), Span("\(sample) then ", .plotValidation)] }
    let inner = Panel(
      "learning rate", detail: Line(legend), footer: Line(preview.note, .muted)
    ).renderFrame(in: area, into: &buffer, context: context)
    var series = [
      PlotSeries(
        name: "now", role: .plotTrain,
        points: logged + futureRates(of: preview.now, from: run.step, count: inner.width * 2))
    ]
    if isChanged {
      series.append(
        PlotSeries(
          name: "then", role: .plotValidation,
          points: futureRates(of: preview.then, from: run.step, count: inner.width),
          shape: .dots, bead: glyphs.mark))
    }
    LineChart(
      series: series, marks: futureMarks(of: preview.then, from: run.step) { Double($0) },
      xRange: 0...Double(max(end, 1))
    ).render(in: inner, into: &buffer, context: context)
  }
}

/// The rates of the steps to come, at most `count` of them and the last one always.
func futureRates(of regimen: Regimen, from step: Int, count: Int) -> [PlotPoint] {
  let last = regimen.totalSteps - 1
  guard step <= last else { return [] }
  let stride = max(1, (last - step) / max(count, 1))
  var steps = Array(Swift.stride(from: step, through: last, by: stride))
  if steps.last != last { steps.append(last) }
  return steps.map { PlotPoint(x: Double($0 + 1), y: regimen.schedule.rate(at: $0)) }
}

/// The steps of the plan that lie between now and the run's end, as marks.
func futureMarks(
  of regimen: Regimen, from step: Int, at place: (Int) -> Double?
) -> [PlotMark] {
  regimen.timeline.compactMap { entry in
    guard let due = entry.step, due >= step, due <= regimen.totalSteps, let x = place(due) else {
      return nil
    }
    let kind: PlotMark.Kind =
      switch entry.item.commands.first {
      case .freeze: .freeze
      case .thaw: .thaw
      default: .note
      }
    let label = kind == .note ? entry.item.action : entry.item.commands.first?.rowsText ?? ""
    return PlotMark(x: x, kind: kind, label: label)
  }
}

extension Command {
  /// What it is done to; the mark's sign says the verb.
  fileprivate var rowsText: String {
    text.split(separator: " ").dropFirst().joined(separator: " ")
  }
}
