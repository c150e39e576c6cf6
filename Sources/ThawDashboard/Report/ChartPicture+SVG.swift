import ThawCanvas

extension ChartPicture {
  /// The picture as an SVG file of its own.
  public var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(withStyle: true) + "\n"
  }

  /// The picture as part of a page that has ``SVGStyle/chart``.
  public var element: String { element(withStyle: false) }

  private func element(withStyle: Bool) -> String {
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 \(size.width) \(size.height)" \
      width="\(size.width)" height="\(size.height)" role="img" aria-label="\(escaped(title)) by \
      \(escaped(xTitle))">
      """
    let style = withStyle ? "<style>\(SVGStyle.colors)\(SVGStyle.chart)</style>" : ""
    let ground = withStyle ? #"<rect class="ground" width="100%" height="100%"/>"# : ""
    let shapes = ChartDrawing(self).shapes.map(\.svg).joined(separator: "\n")
    return head + style + ground + shapes + "</svg>"
  }
}

extension ChartDrawing.Shape {
  fileprivate var svg: String {
    switch self {
    case .rule(let from, let to, let ink, let said):
      let places =
        #"x1="\#(decimal(from.x))" x2="\#(decimal(to.x))" y1="\#(decimal(from.y))" "#
        + #"y2="\#(decimal(to.y))""#
      guard let said else {
        return #"<line \#(places) class="\#(ink == .rule ? "grid" : "axis")"/>"#
      }
      return #"<line \#(places) class="mark"><title>\#(escaped(said))</title></line>"#
    case .curve(let points, let color, let name):
      let end = points.count == 1 ? "h0.01" : ""
      // Where colours start over, dashes tell the curves apart.
      let dash = color < 8 ? "" : #" stroke-dasharray="\#(2 + color / 8 * 4) 3""#
      return #"<path d="M\#(path(points))\#(end)" class="line c\#(color % 8)"\#(dash)>"#
        + "<title>\(escaped(name))</title></path>"
    case .band(let points, let color):
      return #"<path d="M\#(path(points))Z" class="band b\#(color % 8)"/>"#
    case .text(let text, let place, let lettering, let anchor, let ink):
      var names = ["\(lettering)"]
      if anchor != .start { names.append("\(anchor)") }
      if case .series(let color) = ink { names.append("t\(color % 8)") }
      return #"<text x="\#(decimal(place.x))" y="\#(decimal(place.y))" "#
        + #"class="\#(names.joined(separator: " "))">\#(escaped(text))</text>"#
    }
  }

  private func path(_ points: [PixelPoint]) -> String {
    points.map { "\(decimal($0.x)) \(decimal($0.y))" }.joined(separator: "L")
  }
}
