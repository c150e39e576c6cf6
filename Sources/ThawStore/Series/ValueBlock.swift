import Foundation

/// Up to 4,096 values of a metric with the numbers of their ticks.
///
/// Stored as a count; the differences of the tick numbers, as one varint where all are equal, else
/// 0 and each as a varint; then a form byte and the values: 0 one value for all, 1 float32 (where that
/// holds every value exactly), 2 float64.
struct ValueBlock: Equatable {
  static let capacity = 4096

  var ticks: [Int] = []
  var values: [Double] = []

  init() {}

  init(ticks: [Int], values: [Double]) {
    self.ticks = ticks
    self.values = values
  }

  var count: Int { ticks.count }

  mutating func append(tick: Int, value: Double) {
    ticks.append(tick)
    values.append(value)
  }

  mutating func append(_ block: ValueBlock) {
    ticks += block.ticks
    values += block.values
  }

  /// The places whose ticks lie in a range; ticks ascend.
  func places(in range: ClosedRange<Int>) -> Range<Int> {
    let first = firstPlace { $0 >= range.lowerBound }
    return first..<max(first, firstPlace { $0 > range.upperBound })
  }

  private func firstPlace(_ isBehind: (Int) -> Bool) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range = isBehind(ticks[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }

  func encoded() -> Data {
    var writer = ByteWriter()
    writer.varint(UInt64(count))
    encodeTicks(into: &writer)
    if let first = values.first,
      values.allSatisfy({ $0.bitPattern == first.bitPattern })
    {
      writer.varint(0)
      writer.double(first)
    } else if values.allSatisfy(\.fitsFloat) {
      writer.varint(1)
      for value in values { writer.float(Float(value)) }
    } else {
      writer.varint(2)
      for value in values { writer.double(value) }
    }
    return writer.sealed
  }

  init(firstTick: Int, decoding data: Data) throws(BlobError) {
    var reader = try ByteReader(unsealing: data)
    // Even spacing and one value for all take a constant size, so the capacity is the bound.
    let stored = try reader.varint()
    guard (1...UInt64(Self.capacity)).contains(stored) else {
      throw BlobError(detail: "a block holds \(stored) values")
    }
    let count = Int(stored)
    ticks = try Self.decodeTicks(count, from: firstTick, &reader)
    switch try reader.varint() {
    case 0: values = Array(repeating: try reader.double(), count: count)
    case 1: values = try reader.floats(count)
    case 2: values = try reader.doubles(count)
    case let form: throw BlobError(detail: "a block has the unknown form \(form)")
    }
    try reader.end()
  }

  private func encodeTicks(into writer: inout ByteWriter) {
    let differences = zip(ticks.dropFirst(), ticks).map { $0 - $1 }
    let first = differences.first ?? 1
    if differences.allSatisfy({ $0 == first }) {
      writer.varint(UInt64(first))
    } else {
      writer.varint(0)
      for difference in differences { writer.varint(UInt64(difference)) }
    }
  }

  private static func decodeTicks(
    _ count: Int, from firstTick: Int, _ reader: inout ByteReader
  ) throws(BlobError) -> [Int] {
    let even = try reader.varint()
    var ticks = [firstTick]
    ticks.reserveCapacity(count)
    var tick = firstTick
    for _ in 1..<max(count, 1) {
      let next = tick &+ Int(truncatingIfNeeded: even == 0 ? try reader.varint() : even)
      guard next > tick else { throw BlobError(detail: "the ticks of a block do not ascend") }
      tick = next
      ticks.append(tick)
    }
    return ticks
  }
}
