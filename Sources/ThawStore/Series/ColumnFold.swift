import ThawProtocol

/// Folds a curve into columns of equal width in steps, once it has more stretches than columns.
struct ColumnFold {
  private let columns: Int
  private let steps: ClosedRange<Int>
  /// What was added, while that is no more than there are columns; then finished columns.
  private var done: [MetricBucket] = []
  private var isFolding = false
  private var open = BucketSum()
  /// The first step that does not belong to the open column.
  private var boundary = Int.min

  /// Folds what lies in a range of steps into so many columns.
  init(columns: Int, of steps: ClosedRange<Int>) {
    self.columns = columns
    self.steps = steps
  }

  /// The stretches, in order.
  var buckets: [MetricBucket] { done + (open.bucket.map { [$0] } ?? []) }

  mutating func add(_ bucket: MetricBucket) {
    guard startsFolding else { return done.append(bucket) }
    if bucket.step >= boundary { openColumn(at: bucket.step) }
    open.add(bucket)
  }

  /// Adds the values of consecutive places of a block.
  mutating func add(_ segment: SeriesSegment) {
    for index in segment.range {
      let place = segment.block.ticks[index] - segment.columns.firstTick
      let (step, epoch, time, value) = (
        segment.columns.steps[place], segment.columns.epochs[place], segment.columns.times[place],
        segment.block.values[index]
      )
      if startsFolding {
        if step >= boundary { openColumn(at: step) }
        open.add(step: step, epoch: epoch, time: time, value: value)
      } else {
        done.append(MetricBucket(step: step, epoch: epoch, time: time, value: value))
      }
    }
  }

  /// Whether columns are folded; turns to that when there is one stretch too many.
  private var startsFolding: Bool {
    mutating get {
      guard !isFolding, done.count >= columns else { return isFolding }
      isFolding = true
      let collected = done
      done = []
      for bucket in collected { add(bucket) }
      return true
    }
  }

  private mutating func openColumn(at step: Int) {
    if let bucket = open.bucket { done.append(bucket) }
    open = BucketSum()
    let span = Double(steps.count)
    let column = (Double(step - steps.lowerBound) / span * Double(columns)).rounded(.down)
    let next = Double(steps.lowerBound) + (column + 1) * span / Double(columns)
    boundary = max(Int(next.rounded(.up)), step + 1)
  }
}
