import Foundation

extension SessionReader {
  /// What was changed in `recipe.toml` since the session began, `optimizer.learning_rate 0.005 → 0.001`, by key.
  ///
  /// Empty for a session without such a file. What is said of the method counts for the beginning only, and is
  /// left out.
  ///
  /// - Throws: ``StoreError``.
  public func recipeEdits() throws(StoreError) -> [String] {
    guard let text = try? String(contentsOf: folder.recipe, encoding: .utf8) else { return [] }
    let (began, present) = (Recipe.flattened(toml: try recipeText()), Recipe.flattened(toml: text))
    return Set(began.keys).union(present.keys)
      .filter { began[$0] != present[$0] && !$0.hasPrefix("method.") }.sorted()
      .map { "\($0) \(began[$0] ?? "unset") → \(present[$0] ?? "unset")" }
  }
}
