import Foundation
import ThawTestSupport

/// Damages bytes the way disks, networks and liars do.
struct Corruption {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func truncated(_ data: Data) -> Data {
    data.prefix(Int.random(in: 0..<data.count, using: &generator))
  }

  mutating func damaged(_ data: Data) -> Data {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: truncated(data)
    case 1: flipped(data)
    case 2: spliced(data)
    case 3: lied(data)
    default: lied(spliced(flipped(data)))
    }
  }

  private mutating func flipped(_ data: Data) -> Data {
    var data = data
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      data[Int.random(in: 0..<data.count, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
    }
    return data
  }

  /// Copies a range over another place, puts it in there, or takes it out.
  private mutating func spliced(_ data: Data) -> Data {
    var data = data
    let size = Int.random(in: 1...min(64, data.count), using: &generator)
    let source = Int.random(in: 0...data.count - size, using: &generator)
    let target = Int.random(in: 0...data.count - size, using: &generator)
    let piece = Data(data[source..<source + size])
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: data.replaceSubrange(target..<target + size, with: piece)
    case 1: data.insert(contentsOf: piece, at: target)
    default: data.removeSubrange(target..<target + size)
    }
    return data
  }

  /// Writes a number that a size or an offset may be read from.
  private mutating func lied(_ data: Data) -> Data {
    var data = data
    let numbers: [UInt64] = [
      0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x4000_0000_0000_0000,
      0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max, UInt64(data.count),
      UInt64.random(in: 0...UInt64(2 * data.count), using: &generator),
    ]
    let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 8
    let number = numbers.randomElement(using: &generator) ?? 0
    let bytes = withUnsafeBytes(of: number.littleEndian) { Data($0) }.prefix(width)
    let target = Int.random(in: 0...max(0, data.count - width), using: &generator)
    data.replaceSubrange(target..<min(data.count, target + width), with: bytes)
    return data
  }
}
