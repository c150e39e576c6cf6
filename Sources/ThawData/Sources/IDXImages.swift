public import Foundation

/// Grey pictures in IDX files, as Fashion-MNIST has them: one file of images, one of labels.
public struct IDXImages: ImageSource {
  /// The names of the classes, by label.
  public let classes: [String]
  /// The class of each picture.
  public let labels: [Int]
  /// The sides of every picture.
  public let size: ImageSize

  private let values: ArraySlice<UInt8>

  /// Nothing is skipped: a damaged file is refused as a whole.
  public var skipped: [SkippedFile] { [] }

  /// Reads both files, gzip or plain, into memory.
  ///
  /// - Parameters:
  ///   - images: The file of images, `[N, H, W]` bytes.
  ///   - labels: The file of labels, `[N]` bytes.
  ///   - classes: A name for each label from 0 on; nil names them by their numbers.
  /// - Throws: ``DatasetError`` for files that can't be read, don't hold what their header says, or
  ///   don't belong together.
  public init(images: URL, labels: URL, classes: [String]? = nil) throws(DatasetError) {
    let imagesPath = images.path(percentEncoded: false)
    let labelsPath = labels.path(percentEncoded: false)
    let imageFile = try IDXFile(path: imagesPath, dimensions: 3)
    let labelFile = try IDXFile(path: labelsPath, dimensions: 1)
    guard imageFile.shape[0] == labelFile.shape[0] else {
      throw .countsDiffer(
        images: imageFile.shape[0], labels: labelFile.shape[0], path: labelsPath)
    }
    guard !imageFile.values.isEmpty else {
      throw .malformed(path: imagesPath, reason: "holds no image")
    }
    let highest = Int(labelFile.values.max() ?? 0)
    guard let lowest = labelFile.values.min(), lowest < highest else {
      throw .oneLabel(highest, path: labelsPath)
    }
    let names = classes ?? (0...highest).map(String.init)
    guard highest < names.count else {
      throw .labelOutOfRange(label: highest, classes: names.count, path: labelsPath)
    }
    self.classes = names
    self.labels = labelFile.values.map(Int.init)
    size = ImageSize(width: imageFile.shape[2], height: imageFile.shape[1])
    values = imageFile.values
  }

  /// The picture, its grey values in all three channels.
  ///
  /// `minimumSide` is of no use here.
  public func image(at index: Int, minimumSide: Int?) -> RGBImage {
    let length = size.width * size.height
    let start = values.startIndex + index * length
    return RGBImage(
      width: size.width, height: size.height, grey: values[start..<start + length])
  }
}
