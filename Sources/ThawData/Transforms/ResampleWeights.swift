/// Which input pixels, with which weights, make each output pixel along one axis.
///
/// When a picture shrinks, the filter widens by the same factor, so that no input pixel is passed
/// over. Weights are whole numbers of 22 fractional bits and are rounded as Pillow rounds them, so
/// that the results are equal to the byte to those that most published models were trained on.
struct ResampleWeights {
  static let fractionBits: Int32 = 22

  /// Input pixels a row of `weights` has room for.
  let stride: Int
  /// The first input pixel of each output pixel.
  var firsts: [Int] = []
  /// How many input pixels each output pixel has.
  var counts: [Int] = []
  /// `[output, stride]`.
  var weights: [Int32] = []

  /// Input pixels along the axis.
  let input: Int
  /// Output pixels along the axis.
  let output: Int

  init(input: Int, output: Int, filter: ResampleFilter) {
    self.input = input
    self.output = output
    let scale = Double(input) / Double(output)
    let widening = max(scale, 1)
    let support = filter.support * widening
    stride = Int(support.rounded(.up)) * 2 + 1
    for position in 0..<output {
      let centre = (Double(position) + 0.5) * scale
      let first = max(0, Int(centre - support + 0.5))
      let end = min(input, Int(centre + support + 0.5))
      let raw = (first..<end).map {
        filter.weight(at: (Double($0) - centre + 0.5) * (1 / widening))
      }
      let sum = raw.reduce(0, +)
      firsts.append(first)
      counts.append(raw.count)
      weights += raw.map { Self.fixed(sum == 0 ? $0 : $0 / sum) }
      weights += Array(repeating: 0, count: stride - raw.count)
    }
  }

  private static func fixed(_ weight: Double) -> Int32 {
    Int32((weight * Double(1 << fractionBits)).rounded(.toNearestOrAwayFromZero))
  }

  /// Resizes bytes of shape `[outer, input, unit]` to `[outer, output, unit]`.
  func resample(_ bytes: [UInt8], outer: Int, unit: Int) -> [UInt8] {
    Array(unsafeUninitializedCapacity: outer * output * unit) { target, count in
      bytes.withUnsafeBufferPointer { source in
        weights.withUnsafeBufferPointer { weights in
          for block in 0..<outer {
            for position in 0..<output {
              let kernel = weights[(position * stride)...].prefix(counts[position])
              let from = (block * input + firsts[position]) * unit
              let to = (block * output + position) * unit
              for offset in 0..<unit {
                target[to + offset] = Self.sum(source, from: from + offset, step: unit, kernel)
              }
            }
          }
        }
      }
      count = outer * output * unit
    }
  }

  private static func sum(
    _ source: UnsafeBufferPointer<UInt8>, from start: Int, step: Int,
    _ kernel: Slice<UnsafeBufferPointer<Int32>>
  ) -> UInt8 {
    var total: Int32 = 1 << (fractionBits - 1)
    var position = start
    for weight in kernel {
      total &+= Int32(source[position]) &* weight
      position += step
    }
    return UInt8(clamping: total >> fractionBits)
  }
}
