import Testing
import ThawData
import ThawTestSupport

@Suite("Damaged pictures")
struct CorruptionTests {
  /// Small, so that a header that lies about its size is refused before it costs anything.
  private let pixelLimit = 1 << 16

  @Test(
    "2,500 damaged PNG files each give a picture or an error, checksums repaired in half of them")
  func png() {
    let outcome = decodeDamaged(Fixtures.png, cases: 2_500, seed: 11) { bytes, generator in
      if Bool.random(using: &generator) { PNGChecksums.repair(&bytes) }
    }

    // Where all were refused, or none, the damage would test nothing.
    #expect(outcome.decoded > 100)
    #expect(outcome.refused > 1_000)
  }

  @Test("2,500 damaged JPEG files each give a picture or an error")
  func jpeg() {
    let outcome = decodeDamaged(Fixtures.jpeg, cases: 2_500, seed: 12) { _, _ in }

    #expect(outcome.decoded > 100)
    #expect(outcome.refused > 500)
  }

  private func decodeDamaged(
    _ pictures: [String: Fixtures.Picture], cases: Int, seed: UInt64,
    afterwards: (inout [UInt8], inout SeededGenerator) -> Void
  ) -> (decoded: Int, refused: Int) {
    var generator = SeededGenerator(seed: seed)
    let files = pictures.sorted { $0.key < $1.key }.map(\.value.bytes)
    var (decoded, refused) = (0, 0)
    for number in 0..<cases {
      var bytes = files[number % files.count]
      damage(&bytes, using: &generator)
      afterwards(&bytes, &generator)
      let minimumSide = Bool.random(using: &generator) ? 10 : nil
      do {
        let image = try ImageDecoder.decode(
          bytes, named: "case \(number) of seed \(seed)", minimumSide: minimumSide,
          pixelLimit: pixelLimit)
        #expect(image.width * image.height <= pixelLimit)
        decoded += 1
      } catch {
        #expect(!error.reason.isEmpty)
        refused += 1
      }
    }
    return (decoded, refused)
  }

  private func damage(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
    case 1:
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
          1 << UInt8.random(in: 0..<8, using: &generator)
      }
    case 2:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
      for position in start..<end { bytes[position] = .random(in: 0...255, using: &generator) }
    default:
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 1...20, using: &generator))
      bytes.removeSubrange(start..<end)
    }
  }
}

/// Makes damaged PNG files whose checksums are right, so that the damage reaches the decoder behind
/// them.
enum PNGChecksums {
  static func repair(_ bytes: inout [UInt8]) {
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = position + 8 + length
      guard end + 4 <= bytes.count else { return }
      let sum = checksum(bytes[position + 4..<end])
      for byte in 0..<4 { bytes[end + byte] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * byte)) }
      position = end + 4
    }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
