import Foundation
public import ThawCanvas
public import ThawProtocol

/// A range test of the learning rate as text.
public enum RateSearchText {
  /// The smoothed loss over the rate, with a mark at the suggestion.
  public static func picture(
    of search: RateSearch, width: Int, height: Int, ability: Ability
  ) -> String {
    var buffer = Buffer(size: Size(width: width, height: height))
    let context = RenderContext(theme: .builtIn, ability: ability)
    let inner = Panel("loss by learning rate")
      .renderFrame(in: buffer.bounds, into: &buffer, context: context)
    // Once it diverges the loss is so high that nothing else could be seen.
    let start = search.points.first?.smoothedLoss ?? 1
    let points = search.points.filter { $0.smoothedLoss <= 1.5 * start }
    LineChart(
      series: [
        PlotSeries(
          name: "loss", role: .plotTrain,
          points: points.map { PlotPoint(x: log10($0.rate), y: $0.smoothedLoss) })
      ],
      marks: search.suggestion.map { rate in
        [PlotMark(x: log10(rate), kind: .note, label: "suggestion")]
      } ?? [],
      xFormat: .powerOfTen
    ).render(in: inner, into: &buffer, context: context)
    return buffer.text
  }

  /// The suggestion, and what it rests on.
  public static func words(of search: RateSearch) -> String {
    let tested = search.points.last.map { "tested up to \(compactNumber($0.rate, digits: 2))" }
    let end = search.hasDiverged ? ", where the loss diverged" : ""
    guard let rate = search.suggestion else {
      return "no suggestion: the loss never fell; \(tested ?? "no step could be taken")\(end)"
    }
    let shown = String(format: "%.1e", rate)
    return "suggestion: \(shown); \(tested ?? "")\(end)\nthaw run RECIPE --set "
      + "optimizer.learning_rate=\(shown)"
  }
}
