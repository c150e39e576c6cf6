/// How a picture becomes a model's input: a centred square of a size, then `(x - mean) / std`.
///
/// The mean and deviation are those of bytes, 0…255, for red, green and blue; they belong to the
/// model.
public struct Preprocessing: Equatable, Sendable {
  /// The side of the square input, in pixels.
  public var size: Int
  /// What is subtracted from red, green and blue.
  public var mean: [Float]
  /// What red, green and blue are then divided by.
  public var deviation: [Float]

  /// Describes an input.
  ///
  /// - Precondition: `size` is positive; three means; three deviations, none of them zero.
  public init(size: Int, mean: [Float], deviation: [Float]) {
    precondition(size > 0 && mean.count == 3 && deviation.count == 3 && !deviation.contains(0))
    self.size = size
    self.mean = mean
    self.deviation = deviation
  }

  /// A picture longer than so many times its width shows nothing but its middle, and would take any amount of memory.
  private static let longest = 32

  /// The picture, its shorter side resized to ``size``, and the centred square of that.
  public func square(_ image: RGBImage) -> RGBImage {
    let side = Self.longest * min(image.width, image.height)
    let middle = image.cropped(to: .centre(width: side, height: side, of: image.size))
    let resized = middle.resized(shorterSide: size)
    return resized.cropped(to: .centre(width: size, height: size, of: resized.size))
  }

  /// Writes a square picture as `[3, size, size]` floats.
  ///
  /// - Precondition: The picture's sides are ``size``, and `output` holds `3 × size × size` floats.
  func normalise(_ image: RGBImage, into output: UnsafeMutableBufferPointer<Float>) {
    let plane = size * size
    precondition(image.width == size && image.height == size && output.count == 3 * plane)
    image.pixels.withUnsafeBufferPointer { pixels in
      for channel in 0..<3 {
        let (mean, deviation) = (mean[channel], deviation[channel])
        let table = (0..<256).map { (Float($0) - mean) / deviation }
        table.withUnsafeBufferPointer { table in
          for position in 0..<plane {
            output[channel * plane + position] = table[Int(pixels[position * 3 + channel])]
          }
        }
      }
    }
  }

  /// A picture of any size as `[3, size, size]` floats, as validation and prediction see it.
  public func values(_ image: RGBImage) -> [Float] {
    Array(unsafeUninitializedCapacity: 3 * size * size) { buffer, count in
      buffer.initialize(repeating: 0)
      normalise(square(image), into: buffer)
      count = buffer.count
    }
  }
}
