/// A rectangle of pixels inside a picture.
public struct PixelRegion: Equatable, Sendable {
  /// The left column.
  public var x: Int
  /// The top row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Names a rectangle.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The centred square, or rectangle, of a picture; as large as the picture has room for.
  public static func centre(width: Int, height: Int, of size: ImageSize) -> PixelRegion {
    let (width, height) = (min(width, size.width), min(height, size.height))
    func offset(_ space: Int) -> Int { Int((Double(space) / 2).rounded(.toNearestOrEven)) }
    return PixelRegion(
      x: offset(size.width - width), y: offset(size.height - height), width: width, height: height)
  }
}

extension RGBImage {
  /// The picture's sides.
  public var size: ImageSize { ImageSize(width: width, height: height) }

  /// Resizes the picture, or a region of it, with antialiasing.
  ///
  /// - Precondition: The region lies inside the picture and is not empty; the new sides are
  ///   positive.
  public func resized(
    width newWidth: Int, height newHeight: Int, region: PixelRegion? = nil,
    filter: ResampleFilter = .bicubic
  ) -> RGBImage {
    let region = region ?? PixelRegion(x: 0, y: 0, width: width, height: height)
    precondition(newWidth > 0 && newHeight > 0)
    return cropped(to: region)
      .resizedColumns(to: newWidth, filter: filter)
      .resizedRows(to: newHeight, filter: filter)
  }

  /// Resizes so that the shorter side is `side`, keeping the proportions.
  public func resized(shorterSide side: Int, filter: ResampleFilter = .bicubic) -> RGBImage {
    let (width, height) = (self.width, self.height)
    return width <= height
      ? resized(width: side, height: max(side, side * height / width), filter: filter)
      : resized(width: max(side, side * width / height), height: side, filter: filter)
  }

  /// Cuts out a region.
  ///
  /// - Precondition: The region lies inside the picture and is not empty.
  public func cropped(to region: PixelRegion) -> RGBImage {
    precondition(region.x >= 0 && region.y >= 0 && region.width > 0 && region.height > 0)
    precondition(region.x + region.width <= width && region.y + region.height <= height)
    if region.width == width, region.height == height { return self }
    var cut: [UInt8] = []
    cut.reserveCapacity(region.width * region.height * 3)
    for row in region.y..<region.y + region.height {
      let start = (row * width + region.x) * 3
      cut += pixels[start..<start + region.width * 3]
    }
    return RGBImage(width: region.width, height: region.height, pixels: cut)
  }

  /// The picture with left and right exchanged.
  public func flipped() -> RGBImage {
    var mirrored = pixels
    for row in 0..<height {
      for column in 0..<width {
        let source = (row * width + column) * 3
        let target = (row * width + width - 1 - column) * 3
        for channel in 0..<3 { mirrored[target + channel] = pixels[source + channel] }
      }
    }
    return RGBImage(width: width, height: height, pixels: mirrored)
  }

  private func resizedColumns(to newWidth: Int, filter: ResampleFilter) -> RGBImage {
    if newWidth == width { return self }
    let axis = ResampleWeights(input: width, output: newWidth, filter: filter)
    return RGBImage(
      width: newWidth, height: height, pixels: axis.resample(pixels, outer: height, unit: 3))
  }

  private func resizedRows(to newHeight: Int, filter: ResampleFilter) -> RGBImage {
    if newHeight == height { return self }
    let axis = ResampleWeights(input: height, output: newHeight, filter: filter)
    return RGBImage(
      width: width, height: newHeight, pixels: axis.resample(pixels, outer: 1, unit: width * 3))
  }
}
