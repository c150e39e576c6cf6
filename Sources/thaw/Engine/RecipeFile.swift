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
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw Failure.usage("cannot read the recipe \(path)")
    }
    var recipe = try Recipe(toml: text, file: path)
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
}
