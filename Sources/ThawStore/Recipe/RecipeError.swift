/// Why a recipe cannot be used: everything that is wrong with it.
public struct RecipeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One thing that is wrong.
  public struct Problem: Equatable, Sendable {
    /// The dotted key it is about: `run.batch`; nil for a syntax error.
    public var key: String?
    /// The line of the recipe, from 1, where one can be named.
    public var line: Int?
    /// What is wrong and what would be right.
    public var message: String
  }

  /// The recipe's file, where it has one.
  public var file: String?
  /// What is wrong, in the order of the text.
  public var problems: [Problem]

  /// One line for each problem: file, line, what is wrong.
  public var description: String {
    problems.map { problem in
      let place = [file ?? "recipe", problem.line.map { "line \($0)" }].compactMap(\.self)
      return place.joined(separator: ", ") + ": " + problem.message
    }
    .joined(separator: "\n")
  }
}
