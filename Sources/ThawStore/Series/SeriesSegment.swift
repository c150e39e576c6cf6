/// Consecutive values of a metric whose ticks lie in one block of ticks.
struct SeriesSegment {
  var columns: TickColumns
  var block: ValueBlock
  /// The places in `block`.
  var range: Range<Int>

  /// The values as points.
  func points(_ body: (MetricPoint) throws -> Void) throws {
    for index in range {
      let place = block.ticks[index] - columns.firstTick
      try body(
        MetricPoint(
          step: columns.steps[place], epoch: columns.epochs[place], time: columns.times[place],
          value: block.values[index]))
    }
  }
}
