import Foundation

/// What is varied from epoch to epoch so that a model does not learn pictures by heart.
public struct Augmentation: Equatable, Sendable {
  /// Half of the pictures, drawn anew each epoch, are mirrored.
  public var flip: Bool
  /// Each epoch shows another part of each picture: 35 to 100 % of its area, sides 3:4 to 4:3.
  public var crop: Bool

  /// Nothing is varied.
  public static let none = Augmentation(flip: false, crop: false)

  /// Chooses what is varied.
  public init(flip: Bool, crop: Bool) {
    self.flip = flip
    self.crop = crop
  }

  static let areas = 0.35...1.0
  static let proportions = 0.75...(4.0 / 3.0)

  /// The picture that is kept between epochs and from which each epoch draws.
  ///
  /// Crops are cut from twice the input's size, so that the smallest still holds the detail the
  /// input shows.
  func base(_ image: RGBImage, for preprocessing: Preprocessing) -> RGBImage {
    guard crop else { return preprocessing.square(image) }
    let side = 2 * preprocessing.size
    return min(image.width, image.height) > side ? image.resized(shorterSide: side) : image
  }

  /// One epoch's view of a base picture, a square of the input's size.
  func view(
    of base: RGBImage, for preprocessing: Preprocessing, drawing draws: inout DrawSequence
  ) -> RGBImage {
    var view = base
    if crop {
      let region = Self.region(in: base.size, drawing: &draws)
      view = base.resized(
        width: preprocessing.size, height: preprocessing.size, region: region)
    }
    if flip, draws.below(2) == 1 { view = view.flipped() }
    return view
  }

  /// A random rectangle; the largest centred one of allowed proportions where ten draws find no
  /// room.
  static func region(in size: ImageSize, drawing draws: inout DrawSequence) -> PixelRegion {
    let area = Double(size.width * size.height)
    for _ in 0..<10 {
      let target = area * draws.between(areas)
      let proportion = exp(
        draws.between(log(proportions.lowerBound)...log(proportions.upperBound)))
      let width = Int((target * proportion).squareRoot().rounded())
      let height = Int((target / proportion).squareRoot().rounded())
      guard (1...size.width).contains(width), (1...size.height).contains(height) else { continue }
      return PixelRegion(
        x: draws.below(size.width - width + 1), y: draws.below(size.height - height + 1),
        width: width, height: height)
    }
    let widest = Int(Double(size.height) * proportions.upperBound)
    let tallest = Int(Double(size.width) / proportions.lowerBound)
    return .centre(
      width: max(1, min(size.width, widest)), height: max(1, min(size.height, tallest)), of: size)
  }
}
