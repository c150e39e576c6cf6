/// A place in a picture, in pixels from the top left corner.
public struct PixelPoint: Equatable, Sendable {
  /// To the right.
  public var x: Double
  /// Down.
  public var y: Double

  /// States a place.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }

  /// The place in a picture so many times as large.
  public static func * (point: PixelPoint, factor: Double) -> PixelPoint {
    PixelPoint(x: point.x * factor, y: point.y * factor)
  }
}

/// A picture of pixels, onto which areas are drawn with smooth edges.
public struct PixelImage: Equatable, Sendable {
  /// Columns of pixels.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// Red, green and blue of each pixel, row by row: `width` × `height` × 3.
  public private(set) var bytes: [UInt8]

  /// A picture of one colour.
  public init(width: Int, height: Int, ground: Color) {
    (self.width, self.height) = (max(1, width), max(1, height))
    let pixel = ground.channels
    bytes = Array(repeatElement(pixel, count: self.width * self.height).joined())
  }

  /// Fills what closed outlines enclose; an outline that runs the other way round is a hole.
  public mutating func fill(_ outlines: [[PixelPoint]], _ color: Color, opacity: Double = 1) {
    guard let coverage = Coverage(outlines, width: width, height: height) else { return }
    let ink = color.channels.map { Double($0) }
    for (index, y) in coverage.rows.enumerated() {
      var covered = 0.0
      for x in coverage.columns {
        covered +=
          coverage.changes[index * (coverage.columns.count + 1) + x - coverage.columns.lowerBound]
        let share = min(abs(covered), 1) * opacity
        guard share > 1e-3 else { continue }
        for channel in 0..<3 {
          let place = (y * width + x) * 3 + channel
          let old = Double(bytes[place])
          bytes[place] = UInt8((old + (ink[channel] - old) * share).rounded())
        }
      }
    }
  }
}

extension Color {
  /// Red, green and blue; middle grey for the terminal's own, which is unknown.
  fileprivate var channels: [UInt8] {
    let (red, green, blue) = components ?? (128, 128, 128)
    return [red, green, blue].map { UInt8($0) }
  }
}

/// How much of each pixel outlines cover: signed areas, added up along each row.
///
/// An edge changes the coverage of the pixel it crosses by the area to its right, and that of all pixels
/// after it by its height there, down or up: summing a row's changes gives exact coverage.
private struct Coverage {
  let columns: Range<Int>
  let rows: Range<Int>
  /// The changes of each row, one place more than columns.
  private(set) var changes: [Double]

  /// Nil where nothing lies in the picture.
  init?(_ outlines: [[PixelPoint]], width: Int, height: Int) {
    let points = outlines.joined()
    guard let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let top = points.map(\.y).min(), let bottom = points.map(\.y).max(),
      right > 0, bottom > 0, left < Double(width), top < Double(height)
    else { return nil }
    columns = max(0, Int(left))..<min(width, Int(right) + 1)
    rows = max(0, Int(top))..<min(height, Int(bottom) + 1)
    changes = Array(repeating: 0, count: (columns.count + 1) * rows.count)
    for outline in outlines where outline.count > 2 {
      for (index, start) in outline.enumerated() {
        add(start, outline[(index + 1) % outline.count])
      }
    }
  }

  private mutating func add(_ start: PixelPoint, _ end: PixelPoint) {
    guard start.y != end.y else { return }
    let sign = start.y < end.y ? 1.0 : -1
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let first = max(rows.lowerBound, Int(upper.y.rounded(.down)))
    let last = min(rows.upperBound, Int(lower.y.rounded(.up)))
    guard first < last else { return }
    for row in first..<last {
      let (from, to) = (max(upper.y, Double(row)), min(lower.y, Double(row + 1)))
      guard to > from else { continue }
      add(
        from: upper.x + (from - upper.y) * slope, to: upper.x + (to - upper.y) * slope,
        height: (to - from) * sign, row: row - rows.lowerBound)
    }
  }

  /// Adds an edge's part in one row, cut where it goes from column to column.
  private mutating func add(from start: Double, to end: Double, height: Double, row: Int) {
    let (low, high) = (Double(columns.lowerBound), Double(columns.upperBound))
    var (left, right) = (min(start, end), max(start, end))
    let whole = right - left
    (left, right) = (min(max(left, low), high), min(max(right, low), high))
    // What lies outside to the left covers whole rows; to the right, nothing that is seen.
    let outside = whole > 0 ? 1 - (right - left) / whole : 0
    if outside > 0 {
      let beyond = min(start, end) < low ? low : high
      put(beyond, beyond, height * outside, row)
    }
    guard whole > 0 else { return put(left, left, height, row) }
    var place = left
    while place < right {
      let next = min(right, place.rounded(.down) + 1)
      put(place, next, height * (next - place) / whole, row)
      place = next
    }
  }

  /// Adds an edge's part within one column.
  private mutating func put(_ left: Double, _ right: Double, _ height: Double, _ row: Int) {
    let column = min(Int(left), columns.upperBound) - columns.lowerBound
    let share = (left + right) / 2 - Double(column + columns.lowerBound)
    let place = row * (columns.count + 1) + column
    changes[place] += height * (1 - share)
    if column < columns.count { changes[place + 1] += height * share }
  }
}
