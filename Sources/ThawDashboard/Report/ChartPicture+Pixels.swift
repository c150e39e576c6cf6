public import ThawCanvas

extension ChartPicture {
  /// The picture as pixels, `scale` of them to each of the SVG picture's, in the colours for light paper or dark.
  public func pixels(isDark: Bool, scale: Double = 2) -> PixelImage {
    let palette = ChartPalette(isDark: isDark)
    var image = PixelImage(
      width: Int(Double(size.width) * scale), height: Int(Double(size.height) * scale),
      ground: palette.paper)
    for shape in ChartDrawing(self).shapes { image.draw(shape, palette, scale) }
    return image
  }
}

extension PixelImage {
  fileprivate mutating func draw(
    _ shape: ChartDrawing.Shape, _ palette: ChartPalette, _ scale: Double
  ) {
    switch shape {
    case .rule(let from, let to, let ink, let said):
      stroke(
        [from * scale, to * scale], width: scale, palette[ink],
        dash: said == nil ? nil : 3 * scale)
    case .curve(let points, let color, _):
      stroke(points.map { $0 * scale }, width: 1.8 * scale, palette[.series(color)])
    case .band(let points, let color):
      fill([points.map { $0 * scale }], palette[.series(color)], opacity: 0.18)
    case .text(let text, let place, let lettering, let anchor, let ink):
      let size: Double =
        switch lettering {
        case .title: 14
        case .tick: 11
        case .name: 12
        }
      let font = OutlineFont.sans
      let width = font.width(of: text, size: size * scale)
      var start = place * scale
      switch anchor {
      case .start: break
      case .middle: start.x -= width / 2
      case .end: start.x -= width
      }
      write(
        text, at: start, font: font, size: size * scale, palette[ink],
        isBold: lettering != .tick)
    }
  }
}
