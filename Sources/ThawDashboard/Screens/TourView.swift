import ThawCanvas

/// A tip of the tour, at the lower right over what it explains.
struct TourView: View {
  let tour: Tour
  /// The name of an action's key.
  let key: (Intent) -> String

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let body = Frame(area).body
    let tip = Tour.tips[tour.tip]
    let lines = tip.lines(key)
    let (width, height) = (min(60, body.width), min(lines.count + 2, body.height))
    let place = Rect(
      x: body.right - width, y: body.bottom - height, width: width, height: height)
    guard !place.isEmpty else { return }
    buffer.fill(place, style: context[.popup])
    let inner = Panel(
      Line(tip.title), detail: Line("tour \(tour.tip + 1) of \(Tour.tips.count)"),
      footer: Line([Span(key(.tour(.moveTip(by: 1))), .footerKey), Span(" next")]), isFocused: true
    ).renderFrame(in: place, into: &buffer, context: context)
    for (index, line) in lines.enumerated() {
      Line(" \(line)").render(in: inner.row(index), into: &buffer, context: context)
    }
  }
}
