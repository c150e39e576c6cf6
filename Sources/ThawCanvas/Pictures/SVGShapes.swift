/// Shapes of cells, gathered into one path for each ink and kind.
struct SVGShapes {
  private enum Kind: Hashable {
    case dots
    case lines
    case boldLines
    case blocks
  }

  private struct Key: Hashable {
    var kind: Kind
    var ink: SVGInk
  }

  private var paths: [Key: String] = [:]
  /// By first appearance, so that the same picture gives the same text.
  private var order: [Key] = []

  mutating func add(_ shape: CellShape, x: Int, y: Int, _ ink: SVGInk) {
    func at(_ place: SIMD2<Double>) -> String {
      let left = Double(x * SVGGrid.width) + place.x * Double(SVGGrid.width)
      let top = Double(y * SVGGrid.height) + place.y * Double(SVGGrid.height)
      return "\(printed(left)) \(printed(top))"
    }
    switch shape {
    case .dots(let places):
      // A line of next to no length has round ends, and is the shortest way to write a dot.
      append(places.map { "M\(at($0))h.01" }.joined(), to: Key(kind: .dots, ink: ink))
    case .strokes(let strokes, let isBold):
      let path = strokes.map { "M" + $0.map(at).joined(separator: "L") }.joined()
      append(path, to: Key(kind: isBold ? .boldLines : .lines, ink: ink))
    case .corner(let from, let to):
      append("M\(at(from))Q\(at([0.5, 0.5])) \(at(to))", to: Key(kind: .lines, ink: ink))
    case .block(let corner, let size):
      let (width, height) = (
        printed(size.x * Double(SVGGrid.width)), printed(size.y * Double(SVGGrid.height))
      )
      append("M\(at(corner))h\(width)v\(height)h-\(width)z", to: Key(kind: .blocks, ink: ink))
    }
  }

  /// One element for each path.
  var text: String {
    order.map { key in
      let style =
        switch key.kind {
        case .blocks: key.ink.attributes("fill")
        case .dots: line(key.ink, width: "2.2", cap: "round")
        case .lines: line(key.ink, width: "1.2", cap: "butt")
        case .boldLines: line(key.ink, width: "3", cap: "butt")
        }
      return "<path \(style) d=\"\(paths[key] ?? "")\"/>\n"
    }.joined()
  }

  private func line(_ ink: SVGInk, width: String, cap: String) -> String {
    "\(ink.attributes("stroke")) fill=\"none\" stroke-width=\"\(width)\" stroke-linecap=\"\(cap)\""
  }

  private mutating func append(_ path: String, to key: Key) {
    if paths[key] == nil { order.append(key) }
    paths[key, default: ""] += path
  }
}

/// At most two decimals.
private func printed(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let (whole, rest) = (hundredths / 100, hundredths % 100)
  if rest == 0 { return "\(whole)" }
  return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
