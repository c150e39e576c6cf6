import ThawProtocol

/// Adds up a stretch of a curve, value by value or fold by fold.
struct BucketSum {
  private var step = 0
  private var epoch = 0.0
  private var time = 0.0
  private var lastStep = 0
  private var minimum = Double.infinity
  private var maximum = -Double.infinity
  private var sum = 0.0
  private var count = 0
  private var finite = 0

  init() {}

  var isEmpty: Bool { count == 0 }

  mutating func add(step: Int, epoch: Double, time: Double, value: Double) {
    if count == 0 { (self.step, self.epoch, self.time) = (step, epoch, time) }
    lastStep = step
    count += 1
    guard value.isFinite else { return }
    finite += 1
    sum += value
    minimum = min(minimum, value)
    maximum = max(maximum, value)
  }

  mutating func add(_ bucket: MetricBucket) {
    if count == 0 { (step, epoch, time) = (bucket.step, bucket.epoch, bucket.time) }
    lastStep = bucket.lastStep
    count += bucket.count
    let added = bucket.count - bucket.nonFinite
    guard added > 0 else { return }
    finite += added
    sum += bucket.mean * Double(added)
    minimum = min(minimum, bucket.minimum)
    maximum = max(maximum, bucket.maximum)
  }

  /// The stretch; nil where nothing was added.
  var bucket: MetricBucket? {
    guard count > 0 else { return nil }
    // The sum of values near the greatest double overflows; the middle then stands for the mean.
    let mean = sum.isFinite ? sum / Double(finite) : minimum / 2 + maximum / 2
    return MetricBucket(
      step: step, epoch: epoch, time: time, lastStep: lastStep,
      minimum: finite > 0 ? minimum : .nan, maximum: finite > 0 ? maximum : .nan,
      mean: finite > 0 ? mean : .nan, count: count, nonFinite: count - finite)
  }
}
