import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Stored bytes")
struct BlobTests {
  private static let odd: [Double] = [
    0, -0.0, 1, -1, 0.1, 1.0 / 3, .nan, .infinity, -.infinity, .greatestFiniteMagnitude,
    .leastNonzeroMagnitude, Double(Float(0.1)), 1e-50,
  ]

  @Test("A record's values come back exactly")
  func records() throws {
    let values = Self.odd.enumerated().map { (metric: $0.offset * 100, value: $0.element) }
    var found: [(Int, Double)] = []
    try RecordBlob.decode(RecordBlob.encode(values)) { found.append(($0, $1)) }

    #expect(found.map(\.0) == values.map(\.metric))
    expectSame(found.map(\.1), values.map(\.value))
  }

  @Test("A block's values and ticks come back exactly")
  func blocks() throws {
    var generator = SeededGenerator(seed: 3)
    let cases: [[Double]] = [
      Self.odd, [0.1], Array(repeating: 0.3, count: 4096), [.nan, .nan],
      (0..<4096).map { _ in Double(Float.random(in: -3...3, using: &generator)) },
    ]
    for values in cases {
      let even = values.indices.map { 17 + $0 * 50 }
      let uneven = values.indices.map { 17 + $0 * 3 + $0 % 2 }
      for ticks in [even, uneven] {
        let block = ValueBlock(ticks: ticks, values: values)
        let back = try ValueBlock(firstTick: 17, decoding: block.encoded())
        #expect(back.ticks == ticks)
        expectSame(back.values, values)
      }
    }
  }

  @Test("A full block takes 4 bytes a value, and a constant one nothing")
  func sizes() {
    var generator = SeededGenerator(seed: 4)
    let ticks = Array(1...4096)
    let noise = ticks.map { _ in Double(Float.random(in: 0...1, using: &generator)) }

    #expect(ValueBlock(ticks: ticks, values: noise).encoded().count < 4 * 4096 + 16)
    let constant = ValueBlock(ticks: ticks, values: ticks.map { _ in 0.1 })
    #expect(constant.encoded().count < 24)
  }

  @Test("Ticks keep step, epoch and time exactly, in under 10 bytes each")
  func ticks() throws {
    var generator = SeededGenerator(seed: 5)
    var columns = TickColumns(firstTick: 9)
    var time = 0.5
    for step in 1...4096 {
      time += Double.random(in: 0.05...0.06, using: &generator)
      columns.append(step: step, epoch: Double(step) * 32 / 4000, time: time)
    }
    let data = columns.encoded()

    #expect(try TickColumns(firstTick: 9, decoding: data) == columns)
    #expect(data.count < 4096 * 10)
  }

  @Test("A pyramid's node comes back exactly")
  func nodes() throws {
    var node = PyramidNode(level: 2)
    for index in 0..<16 {
      var sum = BucketSum()
      for place in 0..<256 {
        let value = place == 7 ? .nan : Double(place)
        sum.add(step: index * 256 + place, epoch: 0.5, time: 3, value: value)
      }
      let bucket = try #require(sum.bucket)
      node.push(
        TickedBucket(firstTick: index * 256 + 1, lastTick: index * 256 + 256, bucket: bucket))
    }

    #expect(node.isFull)
    #expect(try PyramidNode(level: 2, decoding: node.encoded()) == node)
  }

  @Test("Bytes that lie give an error or wrong numbers, never a crash or much memory")
  func garbage() throws {
    var generator = SeededGenerator(seed: 6)
    let good = [
      RecordBlob.encode([(1, 0.1), (2, 3)]),
      ValueBlock(ticks: [1, 3, 4], values: [1, 2, 0.1]).encoded(),
      TickColumns(firstTick: 1, appending: 5).encoded(), Self.node.encoded(),
    ].flatMap { [$0, unchecked($0)] }
    for round in 0..<4000 {
      var bytes = [UInt8](good[round % good.count])
      for _ in 0...Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let data = Data(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      _ = try? RecordBlob.decode(data) { _, _ in }
      let block = try? ValueBlock(firstTick: 1, decoding: data)
      #expect(block?.count ?? 0 <= ValueBlock.capacity)
      #expect(block.map { zip($0.ticks, $0.ticks.dropFirst()).allSatisfy { $0 < $1 } } ?? true)
      let columns = try? TickColumns(firstTick: 1, decoding: data)
      #expect(columns?.steps.count ?? 1 > 0 && columns?.steps.count ?? 0 <= data.count)
      let node = try? PyramidNode(level: 2, decoding: data)
      #expect(node?.buckets.count ?? 0 <= data.count)
      // What was decoded can be drawn.
      var fold = ColumnFold(columns: 1, of: 0...9)
      for found in node?.buckets ?? [] { fold.add(found.bucket) }
      _ = fold.buckets
    }
  }

  @Test(
    "Bytes that were changed in a block are found by its checksum; those of older schemas have none"
  )
  func checksums() throws {
    let block = ValueBlock(ticks: [1, 3, 4], values: [1, 2, 0.1])
    let columns = TickColumns(firstTick: 1, appending: 5)
    let decoders: [(Data, (Data) throws -> Bool)] = [
      (block.encoded(), { try ValueBlock(firstTick: 1, decoding: $0) == block }),
      (columns.encoded(), { try TickColumns(firstTick: 1, decoding: $0) == columns }),
      (Self.node.encoded(), { try PyramidNode(level: 2, decoding: $0) == Self.node }),
    ]
    for (data, isSame) in decoders {
      #expect(try isSame(data))
      #expect(try isSame(unchecked(data)))
      for place in data.indices {
        for bit in 0..<8 {
          var changed = data
          changed[place] ^= 1 << bit
          #expect(throws: BlobError.self, "byte \(place), bit \(bit)") { try isSame(changed) }
        }
      }
    }
  }

  /// A block as schemas before 7 wrote it; anything else as it is.
  private func unchecked(_ data: Data) -> Data {
    data.first == 0 ? Data(data.dropFirst(5)) : data
  }

  private static let node: PyramidNode = {
    var node = PyramidNode(level: 2)
    for place in 0..<4 {
      let bucket = MetricBucket(
        step: place * 256, epoch: 1, time: 2, lastStep: place * 256 + 255, minimum: 0, maximum: 1,
        mean: 0.5, count: 256, nonFinite: 3)
      node.push(
        TickedBucket(firstTick: place * 256 + 1, lastTick: place * 256 + 256, bucket: bucket))
    }
    return node
  }()

  @Test("Ticks that do not ascend, steps beyond any run and empty blocks are refused")
  func senseless() throws {
    var same = ByteWriter()
    for number in [3, 0, 1, 0] as [UInt64] { same.varint(number) }
    #expect(throws: BlobError.self) { try ValueBlock(firstTick: 1, decoding: same.data) }
    #expect(throws: BlobError.self) { try TickColumns(firstTick: 1, decoding: Data([0])) }
    var far = ByteWriter()
    far.varint(1)
    for step in [Int64.max, 0, 0] { far.signed(step) }
    #expect(throws: BlobError.self) { try TickColumns(firstTick: 1, decoding: far.data) }
  }

  @Test("A count beyond the data is refused before anything is read")
  func counts() throws {
    var writer = ByteWriter()
    writer.varint(1 << 40)

    #expect(throws: BlobError.self) { try TickColumns(firstTick: 1, decoding: writer.data) }
    #expect(throws: BlobError.self) { try ValueBlock(firstTick: 1, decoding: writer.data) }
    #expect(throws: BlobError.self) { try PyramidNode(level: 2, decoding: writer.data) }
  }

  private func expectSame(
    _ found: [Double], _ wanted: [Double], _ location: SourceLocation = #_sourceLocation
  ) {
    let same = zip(found, wanted).allSatisfy {
      $0.isNaN && $1.isNaN || $0.bitPattern == $1.bitPattern
    }
    #expect(same && found.count == wanted.count, sourceLocation: location)
  }
}

extension TickColumns {
  fileprivate init(firstTick: Int, appending count: Int) {
    self.init(firstTick: firstTick)
    for step in 0..<count { append(step: step, epoch: 0.1 * Double(step), time: 1) }
  }
}
