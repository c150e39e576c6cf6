import ArgumentParser
import Foundation
import ThawStore

/// Starts a fine-tune in a background engine.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a fine-tune and open the dashboard on it.",
    discussion: """
      Without a terminal: progress lines, then the summary; a run that pauses itself is then stopped, \
      and the exit code is 1. The engine runs in the background and \
      goes on when the dashboard or the terminal is closed.
      """)

  @Argument(help: "The recipe, a TOML file.")
  var recipe: String

  @Option(help: "The session's name; otherwise made from the recipe's.")
  var name: String?

  @OptionGroup var library: LibraryOption

  @Option(name: .customLong("set"), help: "Set a key of the recipe: run.batch=16. May be repeated.")
  var settings: [String] = []

  @Flag(help: "Start it, print its name and return.")
  var detach = false

  @Option(help: "End after so many steps.")
  var maxSteps: Int?

  func run() async throws {
    let recipe = try readRecipe()
    let folder = try library.opened.create(for: recipe, name: name)
    let live: LiveSession
    do {
      try recipe.toml.write(to: folder.recipe, atomically: true, encoding: .utf8)
      live = try await LiveSession.start(folder, resuming: false)
    } catch {
      // A session that never trained a step is not worth a line in every later listing.
      try? FileManager.default.removeItem(at: folder.url)
      throw error
    }
    if detach { return Output.line(folder.name) }
    for notice in try live.notices() { Output.line(notice) }
    try await live.follow()
  }

  private func readRecipe() throws -> Recipe {
    try RecipeFile(recipe, settings: settings) { recipe in
      guard let maxSteps else { return }
      try recipe.set("run.steps", "\(maxSteps)")
      recipe.run.epochs = nil
    }.recipe
  }
}
