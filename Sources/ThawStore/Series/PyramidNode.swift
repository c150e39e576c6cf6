import Foundation
import ThawProtocol

/// A fold of values of a metric with the numbers of its first and last tick.
struct TickedBucket: Equatable {
  var firstTick: Int
  var lastTick: Int
  var bucket: MetricBucket

  func merged(with next: TickedBucket) -> TickedBucket {
    TickedBucket(
      firstTick: firstTick, lastTick: next.lastTick, bucket: bucket.merged(with: next.bucket))
  }
}

/// Up to 16 consecutive folds of a level of a metric's pyramid.
///
/// A fold of level `l` covers 16^l values; only the last of an attempt may cover fewer. Stored as a count
/// and for each fold, as varints: ticks from the end of the fold before to its first, ticks and steps
/// to its last, its first step, its count and non-finite count; then epoch, time, minimum, maximum and mean as
/// float64.
struct PyramidNode: Equatable {
  static let levels = 2...6
  static let capacity = 16

  /// How many values a full fold of a level covers.
  static func span(of level: Int) -> Int { 1 << (4 * level) }

  var level: Int
  private(set) var buckets: [TickedBucket] = []

  init(level: Int) { self.level = level }

  /// Whether the next fold needs another node.
  var isFull: Bool {
    buckets.count == Self.capacity && buckets.last?.bucket.count == Self.span(of: level)
  }

  /// Adds values that follow; they must fit into the last fold or start a new one.
  mutating func push(_ next: TickedBucket) {
    if let last = buckets.last, last.bucket.count < Self.span(of: level) {
      buckets[buckets.count - 1] = last.merged(with: next)
    } else {
      buckets.append(next)
    }
  }

  func encoded() -> Data {
    var writer = ByteWriter()
    writer.varint(UInt64(buckets.count))
    var end = 0
    for fold in buckets {
      let bucket = fold.bucket
      writer.signed(Int64(fold.firstTick - end))
      writer.signed(Int64(fold.lastTick - fold.firstTick))
      writer.signed(Int64(bucket.lastStep - bucket.step))
      writer.signed(Int64(bucket.step))
      writer.varint(UInt64(bucket.count))
      writer.varint(UInt64(bucket.nonFinite))
      for number in [bucket.epoch, bucket.time, bucket.minimum, bucket.maximum, bucket.mean] {
        writer.double(number)
      }
      end = fold.lastTick
    }
    return writer.sealed
  }

  init(level: Int, decoding data: Data) throws(BlobError) {
    self.level = level
    var reader = try ByteReader(unsealing: data)
    let count = try reader.count(bytesEach: 46)
    var end = 0
    for _ in 0..<count {
      let firstTick = end &+ Int(try reader.signed())
      let lastTick = firstTick &+ Int(try reader.signed())
      let steps = Int(try reader.signed())
      let step = Int(try reader.signed())
      let values = Int(truncatingIfNeeded: try reader.varint())
      let nonFinite = Int(truncatingIfNeeded: try reader.varint())
      let last = step &+ steps
      guard firstTick > end, lastTick >= firstTick, (1...Self.span(of: level)).contains(values),
        (0...values).contains(nonFinite), TickColumns.possibleSteps.contains(step),
        TickColumns.possibleSteps.contains(last), last >= step
      else { throw BlobError(detail: "a fold has no sense") }
      let bucket = MetricBucket(
        step: step, epoch: try reader.double(), time: try reader.double(), lastStep: last,
        minimum: try reader.double(), maximum: try reader.double(), mean: try reader.double(),
        count: values, nonFinite: nonFinite)
      buckets.append(TickedBucket(firstTick: firstTick, lastTick: lastTick, bucket: bucket))
      end = lastTick
    }
    try reader.end()
  }
}
