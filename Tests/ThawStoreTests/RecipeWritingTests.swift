import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Writing recipes")
struct RecipeWritingTests {
  @Test("The recipe beside each recorded session is one that runs")
  func recorded() throws {
    let sessions = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../sessions").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(
      at: sessions, includingPropertiesForKeys: nil
    ).map { $0.appending(path: "recipe.toml") }
      .filter { FileManager.default.fileExists(atPath: $0.path) }

    #expect(files.count >= 10)
    for file in files {
      _ = try Recipe(toml: String(contentsOf: file, encoding: .utf8), file: file.path)
    }
  }

  @Test("What is written reads back equal", arguments: [idxText, folderText])
  func roundTrip(text: String) throws {
    let recipe = try Recipe(toml: text)

    #expect(try Recipe(toml: recipe.toml) == recipe)
  }

  @Test("Every field reads back, with text that needs escapes")
  func everything() throws {
    var recipe = try Recipe(toml: idxText)
    recipe.name = nil
    recipe.model.weights = "a \"quoted\"\\path\n\u{1}é"
    recipe.data.validation = 0.125
    recipe.data.validationLimit = 7
    recipe.data.flip = true
    recipe.data.crop = true
    recipe.method = .last(2)
    recipe.optimizer = Recipe.Optimizer(
      name: .sgd, learningRate: 1.0 / 3, weightDecay: 1e-300, momentum: 0.5, beta1: 0.1,
      beta2: 0.2, epsilon: 1e-9, clip: 1, moments: .reset, rampSteps: 0,
      rates: ["head": 10, "layer4.*": 1.0 / 3, "a \"b\".c": 1e-9])
    recipe.schedule = Recipe.Schedule(shape: .constant, warmupSteps: 3, finalRate: 0.25)
    recipe.run = Recipe.Run(
      batch: 1, epochs: 0.5, steps: 9, evaluateEvery: 2, checkpointEvery: 3, keepCheckpoints: 5,
      seed: 1 << 62, threads: 4)
    recipe.cache = Recipe.Cache(enabled: .always, number: .float16, memory: 0, draws: 3)

    #expect(try Recipe(toml: recipe.toml) == recipe)
  }

  @Test("Schedules, plans and rules for the end read back as they are written")
  func regimen() throws {
    var recipe = try Recipe(toml: idxText)
    recipe.optimizer.spread = 100
    recipe.schedule = Recipe.Schedule(shape: .restarts, period: 30, growth: 2)
    recipe.run.accumulate = 4
    recipe.earlyStop = EarlyStop(patience: 5, generalizationLoss: 2, rises: 3)
    recipe.planPreset = PlanPreset(.gradualUnfreezing, 0.5)
    recipe.plan = [
      try PlanItem(parsing: "step 200: thaw blocks.15; lr x0.5"),
      try PlanItem(parsing: "flat 100: thaw *"),
    ]
    #expect(try Recipe(toml: recipe.toml) == recipe)
    #expect(recipe.toml.contains("[[plan]]\nwhen = \"step 200\"\n"))

    recipe.schedule = Recipe.Schedule(shape: .oneCycle, rise: 0.2, startRate: 0.1)
    #expect(try Recipe(toml: recipe.toml) == recipe)
    // Another key is set through the tree that all keys are written into.
    try recipe.set("run.batch", "16")
    #expect(recipe.plan.count == 2 && recipe.run.batch == 16)
  }

  @Test(
    "A plan that cannot be is refused with what is wrong",
    arguments: [
      ("[[plan]]\nwhen = \"later\"\ndo = \"thaw head\"", "number 1 needs when = "),
      ("[[plan]]\nwhen = \"step 3\"\ndo = \"dance\"", "number 1: no command “dance”"),
      ("[[plan]]\nwhen = \"step 3\"", "number 1 needs do = "),
      ("[[plan]]\nwhen = \"step 3\"\ndo = \"stop\"\nwhy = 1", "unknown key “why”"),
      ("[method]\nplan = \"sometime\"", "it must be one of head-then-all, "),
      ("[early_stop]\npatience = 0", "it must be at least 1"),
    ])
  func wrongPlans(lines: String, message: String) throws {
    let text =
      lines.hasPrefix("[method]")
      ? idxText.replacing(/(?m)^\[method\]\ntrain.*\n/, with: "") : idxText
    let error = try #require(throws: RecipeError.self) { try Recipe(toml: text + "\n" + lines) }
    #expect(error.description.contains(message), "\(error)")
  }

  @Test("The text is in sections, one key a line")
  func text() throws {
    expectSnapshot(try Recipe(toml: folderText).toml, named: "folder-recipe")
  }

  @Test("Flattened, a recipe is dotted keys with values in print")
  func flattened() throws {
    let flat = try Recipe(toml: folderText).flattened

    #expect(flat["optimizer.name"] == "adamw")
    #expect(flat["optimizer.learning_rate"] == "0.001")
    #expect(flat["method.train"] == "blocks.1?, head")
    #expect(flat["data.classes.fish.and chips"] == "food/*, sea/*")
    #expect(flat["run.epochs"] == nil)
  }

  @Test("A key is set from text as its kind wants it")
  func set() throws {
    var recipe = try Recipe(toml: idxText)

    try recipe.set("run.batch", "16")
    try recipe.set("method.train", "last:3")
    try recipe.set("name", "42")
    try recipe.set("cache.enabled", "false")
    try recipe.set("data.classes", "[\"a\", \"b.c\"]")
    try recipe.set("optimizer.rates.blocks.1?", "0.5")
    try recipe.set("optimizer.rates.head", "10")

    #expect(recipe.run.batch == 16)
    #expect(recipe.method == .last(3))
    #expect(recipe.name == "42")
    #expect(recipe.cache.enabled == .never)
    #expect(recipe.flattened["data.classes"] == "a, b.c")
    #expect(recipe.optimizer.rates == ["blocks.1?": 0.5, "head": 10])
    #expect(recipe.flattened["optimizer.rates.blocks.1?"] == "0.5")
    #expect(try Recipe(toml: recipe.toml) == recipe)
  }

  @Test(
    "A wrong setting is refused with the reason and changes nothing",
    arguments: [
      ("run.bach", "1", "unknown key “run.bach”; did you mean “run.batch”?"),
      ("run.batch", "many", "“run.batch” is text; it must be a whole number"),
      ("run.batch", "-1", "“run.batch” is -1; it must be at least 1"),
      ("optimizer.rates.head", "0", "“optimizer.rates.head” is 0.0; it must be greater than 0"),
      ("optimizer.rate.head", "1", "unknown key “optimizer.rate.head”"),
      ("cache.enabled", "maybe", "“cache.enabled” is “maybe”; it must be \"auto\", true or false"),
      ("cache.enabled", "1", "“cache.enabled” is a whole number; it must be \"auto\", true or"),
      ("cache.draws", "0", "“cache.draws” is 0; it must be at least 1"),
      ("cache.memry", "1", "unknown key “cache.memry”; did you mean “cache.memory”?"),
      ("data.classes.a", "[]", "unknown key “data.classes.a”"),
      ("", "1", "unknown key “”"),
      ("run", "1", "“run” must be a table of keys"),
    ])
  func wrongSetting(key: String, value: String, wanted: String) throws {
    var recipe = try Recipe(toml: idxText)
    let error = try #require(throws: RecipeError.self) { try recipe.set(key, value) }

    #expect(error.description.hasPrefix("--set \(key)=\(value): \(wanted)"), "\(error)")
    #expect(try recipe == Recipe(toml: idxText))
  }

  @Test("Relative paths start at the recipe's folder, and ~ is the home folder")
  func paths() throws {
    var recipe = try Recipe(toml: idxText)
    recipe.model.weights = "../w.pth"
    let resolved = recipe.resolvingPaths(relativeTo: URL(filePath: "/recipes/clothes"))
    let home = FileManager.default.homeDirectoryForCurrentUser.path

    #expect(resolved.model.weights == "/recipes/w.pth")
    #expect(
      resolved.data.source
        == .idx(
          .init(
            trainImages: "/recipes/clothes/train-images.gz",
            trainLabels: "\(home)/train-labels.gz", testImages: "/data/test-images.gz",
            testLabels: "/data/test-labels.gz", classes: ["T-shirt/top", "Trouser"])))
    #expect(resolved.resolvingPaths(relativeTo: URL(filePath: "/else")) == resolved)
  }

  @Test("A folder to test on is read, written, and resolved")
  func testFolder() throws {
    var recipe = try Recipe(
      toml: folderText.replacing("[method]", with: "test_path = \"../new\"\n[method]"))
    #expect(try Recipe(toml: recipe.toml) == recipe)

    recipe = recipe.resolvingPaths(relativeTo: URL(filePath: "/recipes/stamps"))

    #expect(recipe.flattened["data.test_path"] == "/recipes/new")
  }

  @Test("Names of weights are no paths", arguments: ["pretrained", "random"])
  func weightNames(name: String) throws {
    var recipe = try Recipe(toml: idxText)
    recipe.model.weights = name

    #expect(recipe.resolvingPaths(relativeTo: URL(filePath: "/r")).model.weights == name)
  }
}
