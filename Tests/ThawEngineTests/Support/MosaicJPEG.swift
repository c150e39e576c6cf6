/// A baseline JPEG of squares of 8 × 8 pixels, each of one colour.
///
/// Only the mean of a square is coded, with Huffman tables made for that: twelve four-bit codes for the
/// size of a mean's change, and one bit for "nothing else in this square".
struct MosaicJPEG {
  /// Squares a row.
  let columns: Int
  /// Rows of squares.
  let rows: Int

  /// The file, with the luma, blue and red difference (each -128…127) of every square.
  func bytes(_ color: (_ column: Int, _ row: Int) -> [Int]) -> [UInt8] {
    var file: [UInt8] = [0xFF, 0xD8]
    // All quantisers are 8, so that a coefficient is the mean itself.
    file += segment(0xDB, [0] + [UInt8](repeating: 8, count: 64))
    let components: [UInt8] = (1...3).flatMap { [$0, 0x11, 0] }
    file += segment(0xC0, [8] + word(8 * rows) + word(8 * columns) + [3] + components)
    file += segment(0xC4, [0x00, 0, 0, 0, 12] + [UInt8](repeating: 0, count: 12) + Array(0...11))
    file += segment(0xC4, [0x10, 1] + [UInt8](repeating: 0, count: 15) + [0])
    file += segment(0xDA, [3] + (1...3).flatMap { [$0, 0x00] as [UInt8] } + [0, 63, 0])
    return file + scan(color) + [0xFF, 0xD9]
  }

  private func scan(_ color: (_ column: Int, _ row: Int) -> [Int]) -> [UInt8] {
    var bits: [Bool] = []
    func append(_ value: Int, count: Int) {
      for shift in (0..<count).reversed() { bits.append(value >> shift & 1 == 1) }
    }
    var previous = [0, 0, 0]
    for row in 0..<rows {
      for column in 0..<columns {
        for (channel, value) in color(column, row).enumerated() {
          let change = value - previous[channel]
          previous[channel] = value
          let size = Int.bitWidth - abs(change).leadingZeroBitCount
          append(size, count: 4)
          append(change < 0 ? change + (1 << size) - 1 : change, count: size)
          append(0, count: 1)
        }
      }
    }
    while !bits.count.isMultiple(of: 8) { bits.append(true) }
    return stride(from: 0, to: bits.count, by: 8).flatMap { start -> [UInt8] in
      let byte = bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
      return byte == 0xFF ? [0xFF, 0] : [byte]
    }
  }

  private func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
    [0xFF, marker] + word(content.count + 2) + content
  }

  private func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
}
