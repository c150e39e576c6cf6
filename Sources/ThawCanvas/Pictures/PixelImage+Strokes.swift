import Foundation

extension PixelImage {
  /// Draws a line through points.
  ///
  /// - Parameters:
  ///   - points: Its corners; a single one is a dot.
  ///   - width: How wide, in pixels.
  ///   - color: Its colour.
  ///   - dash: The length of dashes and of the gaps between them; nil for a whole line. Only straight
  ///     lines have dashes.
  public mutating func stroke(
    _ points: [PixelPoint], width: Double, _ color: Color, dash: Double? = nil
  ) {
    guard let first = points.first, let last = points.last else { return }
    if let dash {
      for (start, end) in dashes(from: first, to: last, length: dash) {
        fill([outline(of: [start, end], half: width / 2)], color)
      }
    } else if first == last, Set(points.map(\.x)).count == 1, Set(points.map(\.y)).count == 1 {
      fill([disc(around: first, radius: width)], color)
    } else {
      fill([outline(of: points, half: width / 2)], color)
    }
  }

  /// A line as an area: along one side of it and back along the other.
  ///
  /// One outline instead of one a segment: where several met, their smooth edges would add up.
  private func outline(of points: [PixelPoint], half: Double) -> [PixelPoint] {
    var corners: [PixelPoint] = []
    for point in points where corners.last != point { corners.append(point) }
    let normals = zip(corners, corners.dropFirst()).map { start, end in
      let (across, down) = (end.x - start.x, end.y - start.y)
      let length = (across * across + down * down).squareRoot()
      return PixelPoint(x: -down / length, y: across / length)
    }
    var (left, right): ([PixelPoint], [PixelPoint]) = ([], [])
    for (index, corner) in corners.enumerated() {
      let before = normals[max(0, index - 1)]
      let after = normals[min(index, normals.count - 1)]
      let sum = PixelPoint(x: before.x + after.x, y: before.y + after.y)
      let square = sum.x * sum.x + sum.y * sum.y
      // A pointed corner is cut off: its tip would lie far away.
      for normal in square > 1 ? [sum * (2 / square)] : [before, after] {
        left.append(PixelPoint(x: corner.x - normal.x * half, y: corner.y - normal.y * half))
        right.append(PixelPoint(x: corner.x + normal.x * half, y: corner.y + normal.y * half))
      }
    }
    return left + right.reversed()
  }

  private func disc(around center: PixelPoint, radius: Double) -> [PixelPoint] {
    (0..<12).map { corner in
      let angle = Double(corner) / 12 * 2 * Double.pi
      return PixelPoint(x: center.x + radius * cos(angle), y: center.y + radius * sin(angle))
    }
  }

  private func dashes(
    from start: PixelPoint, to end: PixelPoint, length: Double
  ) -> [(PixelPoint, PixelPoint)] {
    let (across, down) = (end.x - start.x, end.y - start.y)
    let whole = (across * across + down * down).squareRoot()
    guard whole > 0, length > 0 else { return [] }
    func place(_ distance: Double) -> PixelPoint {
      let share = min(1, distance / whole)
      return PixelPoint(x: start.x + across * share, y: start.y + down * share)
    }
    return stride(from: 0, to: whole, by: 2 * length).map { (place($0), place($0 + length)) }
  }

  /// Writes a line of text from a place on its baseline on.
  public mutating func write(
    _ text: String, at start: PixelPoint, font: OutlineFont, size: Double, _ color: Color,
    isBold: Bool = false
  ) {
    var outlines: [[PixelPoint]] = []
    var x = start.x
    for character in text {
      let glyph = font.glyph(of: character)
      // A heavier weight is the same shape, set twice a little apart.
      for shift in isBold ? [0, size / 28] : [0] {
        outlines += glyph.outlines.map { outline in
          outline.map { PixelPoint(x: x + shift + $0.x * size, y: start.y + $0.y * size) }
        }
      }
      x += glyph.advance * size
    }
    fill(outlines, color)
  }
}
