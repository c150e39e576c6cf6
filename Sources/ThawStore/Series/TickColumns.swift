import Foundation

/// Steps, epochs and times of consecutive ticks.
///
/// Stored as a count, then three columns of zigzag varints: differences of the steps, and second
/// differences of the bit patterns of epochs and times. All is kept exactly; an epoch that grows
/// evenly takes one byte.
struct TickColumns: Equatable {
  /// The steps that there may be: a double holds them exactly.
  static let possibleSteps = -(1 << 53)...(1 << 53)

  var firstTick: Int
  var steps: [Int] = []
  var epochs: [Double] = []
  var times: [Double] = []

  init(firstTick: Int) { self.firstTick = firstTick }

  var lastTick: Int { firstTick + steps.count - 1 }

  mutating func append(step: Int, epoch: Double, time: Double) {
    steps.append(step)
    epochs.append(epoch)
    times.append(time)
  }

  func encoded() -> Data {
    var writer = ByteWriter()
    writer.varint(UInt64(steps.count))
    var previous = 0
    for step in steps {
      writer.signed(Int64(step &- previous))
      previous = step
    }
    Self.encode(epochs, into: &writer)
    Self.encode(times, into: &writer)
    return writer.sealed
  }

  init(firstTick: Int, decoding data: Data) throws(BlobError) {
    self.firstTick = firstTick
    var reader = try ByteReader(unsealing: data)
    let count = try reader.count(bytesEach: 3)
    guard count > 0 else { throw BlobError(detail: "a block of ticks is empty") }
    var step = 0
    steps.reserveCapacity(count)
    for _ in 0..<count {
      step &+= Int(try reader.signed())
      guard Self.possibleSteps.contains(step) else {
        throw BlobError(detail: "it has step \(step)")
      }
      steps.append(step)
    }
    epochs = try Self.decode(count, from: &reader)
    times = try Self.decode(count, from: &reader)
    try reader.end()
  }

  private static func encode(_ numbers: [Double], into writer: inout ByteWriter) {
    var previous: Int64 = 0
    var difference: Int64 = 0
    for number in numbers {
      let bits = Int64(bitPattern: number.bitPattern)
      writer.signed(bits &- previous &- difference)
      difference = bits &- previous
      previous = bits
    }
  }

  private static func decode(
    _ count: Int, from reader: inout ByteReader
  ) throws(BlobError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    var previous: Int64 = 0
    var difference: Int64 = 0
    for _ in 0..<count {
      let bits = try reader.signed() &+ previous &+ difference
      difference = bits &- previous
      previous = bits
      numbers.append(Double(bitPattern: UInt64(bitPattern: bits)))
    }
    return numbers
  }
}
