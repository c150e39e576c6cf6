import Testing

@testable import ThawStore

@Suite("Reading recipes")
struct RecipeReadingTests {
  @Test("A recipe has what its text says, and defaults for the rest")
  func values() throws {
    let recipe = try Recipe(toml: idxText)

    #expect(recipe.name == "clothes-head")
    #expect(recipe.model == .init(architecture: "efficientnet-lite0"))
    #expect(
      recipe.data
        == .init(
          source: .idx(
            .init(
              trainImages: "train-images.gz", trainLabels: "~/train-labels.gz",
              testImages: "/data/test-images.gz", testLabels: "/data/test-labels.gz",
              classes: ["T-shirt/top", "Trouser"])), size: 64, limit: 4000))
    #expect(recipe.method == .head)
    #expect(recipe.optimizer == .init(name: .adamw, learningRate: 1e-3))
    #expect(recipe.run == .init(batch: 32, epochs: 3, seed: 1))
  }

  @Test("Classes of a folder are patterns by name, and names may hold dots")
  func folders() throws {
    let recipe = try Recipe(toml: folderText)

    #expect(
      recipe.data.source
        == .folder(
          .init(
            path: "stamps",
            classes: [
              "mammals": ["animals/mammals/**"], "fish.and chips": ["food/*", "sea/*"],
            ], exclude: ["*/cartoon*", "*_mirror.png"])))
    #expect(recipe.method == .rows(["blocks.1?", "head"]))
  }

  @Test(
    "The method is all, head, last:N or patterns",
    arguments: [
      ("\"all\"", Recipe.Method.all), ("\"head\"", .head), ("\"last:3\"", .last(3)),
      ("[\"stem\"]", .rows(["stem"])),
    ])
  func methods(text: String, method: Recipe.Method) throws {
    let changed = idxText.replacing("train = \"head\"", with: "train = \(text)")

    #expect(try Recipe(toml: changed).method == method)
  }

  @Test(
    "What is wrong is told with its line and what would be right",
    arguments: [
      ("[optimizer]", "[optimiser]", "16: unknown key “optimiser”; did you mean “optimizer”?"),
      (
        "learning_rate", "learning_rat",
        "18: unknown key “optimizer.learning_rat”; did you mean “optimizer.learning_rate”?"
      ),
      (
        "learning_rate = 1e-3", "lr = 1e-3",
        """
        18: unknown key “optimizer.lr”; [optimizer] has name, learning_rate, weight_decay, \
        momentum, beta1, beta2, epsilon, clip, moments, ramp_steps, \
        rates
        """
      ),
      ("\"adamw\"", "\"adam\"", "17: “optimizer.name” is “adam”, which is none of sgd, adamw"),
      ("batch = 32", "batch = \"32\"", "20: “run.batch” is text; it must be a whole number"),
      ("batch = 32", "batch = 0", "20: “run.batch” is 0; it must be at least 1"),
      (
        "batch = 32", "batch = 9223372036854775807",
        "20: “run.batch” is 9223372036854775807; it must be at most 1000000000000"
      ),
      ("size = 64", "size = 100000", "12: “data.size” is 100000; it must be at most 4096"),
      ("1e-3", "0", "18: “optimizer.learning_rate” is 0.0; it must be greater than 0"),
      ("1e-3", "nan", "18: “optimizer.learning_rate” is nan; it must be greater than 0"),
      ("size = 64", "size = 6.5", "12: “data.size” is a number; it must be a whole number"),
      ("size = 64", "size = 1979-05-27", "12: “data.size” is a date or time"),
      ("\"head\"", "\"tail\"", "15: “method.train” is “tail”; it must be all, head, last:N"),
      ("\"head\"", "[]", "15: “method.train” names no row"),
      ("\"head\"", "\"last:0\"", "15: “method.train” is “last:0”"),
      ("\"idx\"", "\"index\"", "6: “data.format” is “index”, which is none of idx, folder"),
      ("\"idx\"", "\"folder\"", "5: “data.path” is missing"),
      ("epochs = 3\n", "", "19: “run.epochs” is missing; give run.epochs, run.steps or both"),
      ("architecture", "# architecture", "2: “model.architecture” is missing"),
      ("test_labels", "# test_labels", "5: “data.test_labels” is missing; images and labels"),
      ("[\"T-shirt/top\"", "[1", "11: “data.classes” is a whole number; it must be an array of"),
      ("clothes-head", "clothes/head", "1: “name” is “clothes/head”; a name has letters"),
      ("size = 64", "size = ", "12: "),
    ])
  func problems(good: String, bad: String, wanted: String) throws {
    #expect(idxText.contains(good))
    let error = try #require(throws: RecipeError.self) {
      try Recipe(toml: idxText.replacing(good, with: bad), file: "r.toml")
    }

    #expect(error.description.contains("r.toml, line \(wanted)"), "\(error)")
  }

  @Test("Rates are factors by row pattern, quoted or not")
  func rates() throws {
    let recipe = try Recipe(
      toml: idxText + "\n[optimizer.rates]\nhead = 10\nlayer4.1 = 2.5\n\"blocks.1?\" = 0.1\n")

    #expect(recipe.optimizer.rates == ["head": 10, "layer4.1": 2.5, "blocks.1?": 0.1])
  }

  @Test(
    "A rate that is none is told with its line",
    arguments: [
      ("\"stem..layer1.1\" = 0", 24, "optimizer.rates.stem..layer1.1” is 0.0; it must be greater"),
      ("head = \"10\"", 24, "optimizer.rates.head” is text; it must be a number"),
      ("head = nan", 24, "optimizer.rates.head” is nan; it must be greater than 0"),
    ])
  func wrongRates(line: String, number: Int, wanted: String) throws {
    let error = try #require(throws: RecipeError.self) {
      try Recipe(toml: idxText + "\n[optimizer.rates]\n" + line)
    }

    #expect(error.description.hasPrefix("recipe, line \(number): “\(wanted)"), "\(error)")
  }

  @Test("Rates are a table")
  func rateTable() throws {
    let text = idxText.replacing("learning_rate", with: "rates = 3\nlearning_rate")
    let error = try #require(throws: RecipeError.self) { try Recipe(toml: text) }

    #expect(
      error.description
        == "recipe, line 18: “optimizer.rates” is a whole number; it must be a table"
    )
  }

  @Test("All problems are told at once, in the order of the text")
  func several() throws {
    let bad = idxText.replacing("size = 64", with: "sise = 64")
      .replacing("seed = 1", with: "seed = -1")
    let error = try #require(throws: RecipeError.self) { try Recipe(toml: bad) }

    #expect(error.problems.map(\.key) == ["data.sise", "run.seed"])
    #expect(error.problems.map(\.line) == [12, 22])
  }

  @Test("Sixteen unknown keys of an unknown section are one problem")
  func section() throws {
    let keys = (1...16).map { "key\($0) = 1" }.joined(separator: "\n")
    let error = try #require(throws: RecipeError.self) {
      try Recipe(toml: idxText + "\n[extras]\n" + keys)
    }

    #expect(error.problems.count == 1)
    #expect(error.description.contains("there are name, model, data, method"))
  }
}
