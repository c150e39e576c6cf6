public import Foundation

extension Recipe {
  /// The recipe with every path absolute: relative ones start at `folder`, `~` is the user's home.
  public func resolvingPaths(relativeTo folder: URL) -> Recipe {
    func resolve(_ path: String) -> String {
      if path == "~" || path.hasPrefix("~/") {
        return UserFolder.home.path + path.dropFirst()
      }
      let url = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
      return url.standardizedFileURL.path
    }
    var resolved = self
    if let path = model.weightsPath { resolved.model.weights = resolve(path) }
    switch data.source {
    case .idx(var idx):
      idx.trainImages = resolve(idx.trainImages)
      idx.trainLabels = resolve(idx.trainLabels)
      idx.testImages = idx.testImages.map(resolve)
      idx.testLabels = idx.testLabels.map(resolve)
      resolved.data.source = .idx(idx)
    case .folder(var folder):
      folder.path = resolve(folder.path)
      folder.testPath = folder.testPath.map(resolve)
      resolved.data.source = .folder(folder)
    }
    return resolved
  }
}
