/// A picture of 8-bit red, green and blue, row by row.
public struct RGBImage: Equatable, Sendable {
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `[height, width, 3]` bytes, each 0…255.
  public let pixels: [UInt8]

  /// Takes pixels as they are.
  ///
  /// - Precondition: `pixels` holds `width × height × 3` bytes, and both sides are positive.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0 && pixels.count == width * height * 3)
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Makes a picture from grey values, `[height, width]`.
  ///
  /// - Precondition: `grey` holds `width × height` bytes, and both sides are positive.
  public init(width: Int, height: Int, grey: some Collection<UInt8>) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(grey.count * 3)
    for value in grey {
      pixels.append(value)
      pixels.append(value)
      pixels.append(value)
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}

/// The sides of a picture, in pixels.
public struct ImageSize: Equatable, Sendable {
  /// Pixels a row.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Names two sides.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}
