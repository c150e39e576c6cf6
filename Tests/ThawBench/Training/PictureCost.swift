/// How much longer a run's steps are for the pictures that are painted of it beside it.
///
/// Not from moments with dashboards and moments without: a machine's pace changes by more than ten per cent from one to
/// the next, and what is looked for is half a per cent. A dashboard does next to nothing between two pictures, so
/// the steps in which one is painted are compared with those just before and after.
struct PictureCost {
  /// So long before a picture's first byte its work began: it is told, read, and drawn.
  private static let work = 0.012
  /// So many steps before and after a picture tell what is usual.
  private static let neighbours = 15

  /// When each step ended, in seconds.
  let steps: [Double]
  /// When each picture's first byte came, on the same clock.
  let pictures: [Double]

  /// Per cent by which all steps became longer within some time.
  func percent(from start: Double, to end: Double) -> Double {
    let painted = Set(pictures.flatMap { places(of: $0) })
    var excess = 0.0
    for place in painted where steps[place] >= start && steps[place] < end {
      let near = (place - Self.neighbours...place + Self.neighbours).filter {
        steps.indices.dropFirst().contains($0) && painted.isDisjoint(with: [$0 - 1, $0, $0 + 1])
      }
      guard !near.isEmpty else { continue }
      excess += duration(place) - near.map(duration).reduce(0, +) / Double(near.count)
    }
    return 100 * excess / (end - start - excess)
  }

  /// The steps that were taken while a picture was made.
  private func places(of picture: Double) -> Range<Int> {
    let first = steps.firstIndex { $0 >= picture - Self.work } ?? steps.count
    let last = steps.firstIndex { $0 >= picture } ?? steps.count
    return max(first, 1)..<max(min(last + 1, steps.count), max(first, 1))
  }

  private func duration(_ place: Int) -> Double { steps[place] - steps[place - 1] }
}
