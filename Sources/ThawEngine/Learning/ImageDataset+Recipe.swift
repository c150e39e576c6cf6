import Foundation
import ThawData
import ThawStore

extension ImageDataset {
  /// The pictures that a recipe names, split and limited as it says.
  ///
  /// - Throws: ``DatasetError`` saying what is wrong with the data.
  init(_ recipe: Recipe) throws(DatasetError) {
    let data = recipe.data
    let source: any ImageSource
    var test: (any ImageSource)?
    switch data.source {
    case .idx(let files):
      source = try IDXImages(
        images: URL(filePath: files.trainImages), labels: URL(filePath: files.trainLabels),
        classes: files.classes)
      if let images = files.testImages, let labels = files.testLabels {
        test = try IDXImages(
          images: URL(filePath: images), labels: URL(filePath: labels), classes: source.classes)
      }
    case .folder(let folder):
      source = try FolderImages(
        root: URL(filePath: folder.path), classes: folder.classes, exclude: folder.exclude)
      if let path = folder.testPath {
        test = try FolderImages(
          root: URL(filePath: path), classes: folder.classes, exclude: folder.exclude)
      }
    }
    try self.init(
      source, test: test, validationShare: data.validation, limit: data.limit,
      validationLimit: data.validationLimit, seed: recipe.run.seed)
  }
}
