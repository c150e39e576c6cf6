import ThawProtocol

extension SessionReader {
  /// The recipe that the session began with, and what was done to the run by hand as its plan: it makes the same run.
  ///
  /// - Returns: Its text, and what no plan can say: changes of the plan.
  /// - Throws: ``StoreError``, or ``RecipeError`` where this version cannot read the recipe.
  public func steeredRecipe() throws -> (toml: String, unsaid: [ReplayScript.Entry]) {
    let text = try recipeText()
    let done = try replayScript().entries.filter { $0.command.isIntervention }
    guard !done.isEmpty else { return (text, []) }
    var items: [PlanItem] = []
    var unsaid: [ReplayScript.Entry] = []
    for entry in done {
      if case .plan = entry.command {
        unsaid.append(entry)
      } else if items.last?.condition == .step(entry.step) {
        items[items.count - 1].commands.append(entry.command)
      } else {
        items.append(PlanItem(.step(entry.step), [entry.command]))
      }
    }
    var recipe = try Recipe(toml: text)
    // Before a step what was asked goes before what was planned.
    recipe.plan = items + recipe.plan
    return (recipe.toml, unsaid)
  }
}
