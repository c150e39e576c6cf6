/// Draws one series into a dot grid, column by column.
///
/// A column spans the smallest to the largest value in it, so no spike is lost however many points
/// fall together. A point without neighbours, which would be a single dot, takes all dots around it.
struct CurveRaster {
  let horizontal: Scale
  let vertical: Scale

  /// What lies in one column of dots, as values.
  private struct Column {
    var index: Int
    var low: Double
    var high: Double
    var first: Double
    var last: Double
    /// Whether no line leads to it or from it.
    var isAlone = true

    mutating func take(low: Double, high: Double, mid: Double) {
      self.low = min(self.low, low)
      self.high = max(self.high, high)
      last = mid
    }
  }

  func draw(_ series: PlotSeries, curve: Int, into grid: inout DotGrid) {
    guard grid.width > 0, grid.height > 0 else { return }
    guard series.shape != .band else { return drawBand(series, curve: curve, into: &grid) }
    var open: Column?
    // Up to where points lie in the open column for sure: most do, and finding a column takes far longer.
    var end = -Double.infinity
    // One point beyond each end, so that lines leave the picture instead of stopping short of its
    // edge.
    let from = max(0, series.firstIndex(from: horizontal.range.lowerBound) - 1)
    for point in series.points[min(from, series.points.count)...] {
      guard vertical.hasPlace(for: point.mid) else {
        close(&open, curve, &grid)
        end = -.infinity
        continue
      }
      let low = vertical.hasPlace(for: point.low) ? min(point.low, point.mid) : point.mid
      let high = vertical.hasPlace(for: point.high) ? max(point.high, point.mid) : point.mid
      if point.x < end {
        open?.take(low: low, high: high, mid: point.mid)
        continue
      }
      guard let place = column(of: point.x, in: grid) else {
        close(&open, curve, &grid)
        end = -.infinity
        continue
      }
      if open?.index == place {
        open?.take(low: low, high: high, mid: point.mid)
      } else {
        var next = Column(index: place, low: low, high: high, first: point.mid, last: point.mid)
        next.isAlone = series.shape == .line
        if let previous = open, series.shape == .line {
          join(previous, next, curve, &grid)
          open?.isAlone = false
          next.isAlone = false
        }
        close(&open, curve, &grid)
        open = next
        end = self.end(ofColumn: place, in: grid)
      }
      if point.x > horizontal.range.upperBound { break }
    }
    close(&open, curve, &grid)
  }

  /// The x below which all points behind a column's first lie in it, a little before its edge.
  private func end(ofColumn index: Int, in grid: DotGrid) -> Double {
    guard grid.width > 1, index >= 0, index < grid.width - 1 else { return -.infinity }
    return horizontal.value(at: (Double(index) + 0.499_999) / Double(grid.width - 1))
  }

  /// Sets some of the dots between the least and the greatest value of each column.
  private func drawBand(_ series: PlotSeries, curve: Int, into grid: inout DotGrid) {
    for column in 0..<grid.width {
      let x = horizontal.value(at: Double(column) / Double(max(1, grid.width - 1)))
      guard let range = series.range(at: x), let top = row(of: range.upperBound, in: grid),
        let bottom = row(of: range.lowerBound, in: grid), bottom >= -0.5,
        top <= Double(grid.height) - 0.5
      else { continue }
      let rows = Int(max(top, 0).rounded())...Int(min(bottom, Double(grid.height - 1)).rounded())
      for row in rows where grid.isThinning || (column + 2 * row) % 4 == 0 {
        grid.fill(column: column, rows: row...row, curve: curve)
      }
    }
  }

  private func close(_ open: inout Column?, _ curve: Int, _ grid: inout DotGrid) {
    if let column = open, let top = row(of: column.high, in: grid),
      let bottom = row(of: column.low, in: grid)
    {
      fill(column.index, top, bottom, curve, &grid)
      if column.isAlone, grid.raster == .braille, let middle = row(of: column.first, in: grid) {
        // The other dots of its cell's half.
        let row = Int(min(max(middle, -2), Double(grid.height)).rounded())
        for (index, row) in [
          (column.index ^ 1, row), (column.index, row ^ 1), (column.index ^ 1, row ^ 1),
        ] {
          fill(index, Double(row), Double(row), curve, &grid)
        }
      }
    }
    open = nil
  }

  /// Fills the columns between two, and half of the way in each of them.
  private func join(_ left: Column, _ right: Column, _ curve: Int, _ grid: inout DotGrid) {
    guard let from = self.row(of: left.last, in: grid), let to = self.row(of: right.first, in: grid)
    else { return }
    let distance = Double(right.index - left.index)
    func row(_ column: Double) -> Double {
      from + (to - from) * min(1, max(0, (column - Double(left.index)) / distance))
    }
    let (start, end) = (max(left.index, 0), min(right.index, grid.width - 1))
    guard start <= end else { return }
    for column in start...end {
      let (from, to) = (row(Double(column) - 0.5), row(Double(column) + 0.5))
      if abs(to - from) <= 1 {
        let middle = row(Double(column))
        fill(column, middle, middle, curve, &grid)
      } else {
        // The next column begins where this one ends, so this one stops a dot before.
        let end = column < right.index ? to - (to > from ? 1 : -1) : to
        fill(column, min(from, end), max(from, end), curve, &grid)
      }
    }
  }

  private func fill(
    _ column: Int, _ low: Double, _ high: Double, _ curve: Int, _ grid: inout DotGrid
  ) {
    // Far outside there is nothing to draw, and no Int to hold the row.
    let limit = Double(grid.height)
    guard high >= -0.5, low <= limit - 0.5 else { return }
    let rows = Int(max(low, -1).rounded())...Int(min(high, limit).rounded())
    grid.fill(column: column, rows: rows, curve: curve)
  }

  private func column(of x: Double, in grid: DotGrid) -> Int? {
    guard let position = horizontal.position(of: x) else { return nil }
    let column = (position * Double(grid.width - 1)).rounded()
    // Keeps slopes at the edges right without leaving Int's range.
    return Int(min(max(column, -1e9), 1e9))
  }

  private func row(of value: Double, in grid: DotGrid) -> Double? {
    guard let position = vertical.position(of: value) else { return nil }
    return (1 - position) * Double(grid.height - 1)
  }
}
