import ArgumentParser
import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawStore
import ThawTerminal

/// Tests learning rates for a recipe and suggests one.
struct LRFind: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lr-find", abstract: "Test learning rates for a recipe and suggest one.",
    discussion: """
      Takes a step at each of a range of rates, rising, until the loss diverges, and prints the curve. Nothing is kept: no \
      session is made.
      """)

  @Argument(help: "The recipe, a TOML file.")
  var recipe: String

  @Option(name: .customLong("set"), help: "Set a key of the recipe: run.batch=16. May be repeated.")
  var settings: [String] = []

  @Option(help: "The lowest rate.")
  var from = 1e-7

  @Option(help: "The highest rate.")
  var to = 10.0

  @Option(help: "How many steps to take.")
  var steps = 100

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard from > 0, to > from, to.isFinite else {
      throw ValidationError("--from must be greater than 0, and --to greater than --from")
    }
    guard steps >= 10 else { throw ValidationError("--steps must be at least 10") }
  }

  func run() throws {
    let recipe = try RecipeFile(recipe, settings: settings).recipe
    let output = try EngineProcess.output(
      of: ["lr-find", "--from", "\(from)", "--to", "\(to)", "--steps", "\(steps)"],
      input: Data(recipe.toml.utf8))
    let search = try JSONDecoder.thaw.decode(RateSearch.self, from: output)
    if json {
      try printJSON(Report(search))
    } else {
      let ability = Ability(environment: ProcessInfo.processInfo.environment, colors: .none)
      Output.line(RateSearchText.picture(of: search, width: 78, height: 18, ability: ability))
      Output.line(RateSearchText.words(of: search))
    }
  }

  private struct Report: Encodable {
    let suggestion: Double?
    let diverged: Bool
    let points: [RateSearch.Point]

    init(_ search: RateSearch) {
      suggestion = search.suggestion
      diverged = search.hasDiverged
      points = search.points
    }
  }
}
