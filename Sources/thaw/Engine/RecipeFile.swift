import Foundation
import ThawStore

/// A recipe's file with the keys that the command line changes.
struct RecipeFile {
  /// The recipe, its paths resolved against the file's folder.
  let recipe: Recipe

  /// Reads a file, then sets keys as `--set key=value` does.
  ///
  /// - Throws: ``Failure``, or ``RecipeError`` with everything that is wrong.
  init(
    _ path: String, settings: [String], then change: (inout Recipe) throws -> Void = { _ in }
  )
    throws
  {
    let file = URL(filePath: path)
    var recipe = try Recipe(toml: Self.text(of: file, path), file: path)
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw Failure.usage("--set takes key=value, such as run.batch=16; not “\(setting)”")
      }
      try recipe.set(parts[0], parts[1])
    }
    try change(&recipe)
    self.recipe = recipe.resolvingPaths(relativeTo: file.deletingLastPathComponent())
  }

  private static func text(of file: URL, _ path: String) throws -> String {
    let bytes: Data
    do { bytes = try Data(contentsOf: file) } catch {
      throw Failure.usage("cannot read the recipe \(path): \(systemReason(error))")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure.usage("cannot read the recipe \(path): it is no text in UTF-8")
    }
    return text
  }
}
