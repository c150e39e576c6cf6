import ThawProtocol

extension Recipe {
  /// The recipe as TOML, every key that has a value written out; reads back equal.
  public var toml: String {
    var text = ""
    var section = ""
    for (key, value) in entries where key != "plan" {
      let path = RecipeKeys.path(of: key)
      let wanted = path.dropLast().joined(separator: ".")
      if wanted != section {
        text += (text.isEmpty ? "" : "\n") + "[\(wanted)]\n"
        section = wanted
      }
      // Only a user's keys are in tables within tables, and they may hold anything.
      let name = path.last ?? key
      text += "\(path.count > 2 ? quoted(name) : name) = \(value.toml)\n"
    }
    for item in plan {
      text += "\n[[plan]]\nwhen = \(quoted(item.condition.text))\n"
      text += "do = \(TOMLTree.strings(item.commands.map(\.text)).toml)\n"
    }
    return text
  }

  /// The recipe's keys, dotted, with their values in print: `optimizer.name` → `adamw`.
  public var flattened: [String: String] {
    Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value.print) })
  }

  /// The keys of a recipe's text, also of one that this version cannot run; empty where it is no TOML.
  static func flattened(toml: String) -> [String: String] {
    if let recipe = try? Recipe(toml: toml) { return recipe.flattened }
    let members = (try? TOMLTree.members(parsing: toml)) ?? [:]
    return Dictionary(
      TOMLTree.table(members).leaves.map { ($0.path.joined(separator: "."), $0.value.print) }
    ) { first, _ in first }
  }

  /// Changes one key, as `--set run.batch=16` does.
  ///
  /// The value is read as TOML where that fits the key, else as text.
  ///
  /// - Throws: ``RecipeError`` for an unknown key or a value that does not fit; the recipe stays as
  ///   it was.
  public mutating func set(_ key: String, _ value: String) throws(RecipeError) {
    let place = "--set \(key)=\(value)"
    var isFolder = false
    if case .folder = data.source { isFolder = true }
    let keys = RecipeKeys(isFolder: isFolder)
    guard keys.contains(key) else {
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      let message = keys.complaint(about: path).message
      throw RecipeError(
        file: place, problems: [.init(key: key, line: nil, message: message)])
    }
    guard let typed = (try? TOMLTree.members(parsing: "value = \(value)"))?["value"] else {
      self = try setting(key, .string(value), place)
      return
    }
    do {
      self = try setting(key, typed, place)
    } catch {
      guard let asText = try? setting(key, .string(value), place) else { throw error }
      self = asText
    }
  }

  private func setting(
    _ key: String, _ value: TOMLTree, _ place: String
  ) throws(RecipeError) -> Recipe {
    var tree = TOMLTree.table([:])
    for (key, value) in entries { tree.set(value, at: RecipeKeys.path(of: key)[...]) }
    tree.set(value, at: RecipeKeys.path(of: key)[...])
    return try Recipe(tree: tree, lines: TOMLLines(""), file: place)
  }

  /// All keys that have a value, section by section.
  private var entries: [(key: String, value: TOMLTree)] {
    var all: [(String, TOMLTree?)] = [
      ("name", name.map(TOMLTree.string)),
      ("model.architecture", .string(model.architecture)),
      ("model.weights", .string(model.weights)),
    ]
    all += data.entries
    all.append(("method.train", method.value))
    all.append(("method.plan", planPreset.map { .string($0.text) }))
    all += optimizer.entries
    all += schedule.entries
    all += [
      ("early_stop.patience", earlyStop?.patience.map(TOMLTree.integer)),
      ("early_stop.generalization_loss", earlyStop?.generalizationLoss.map(TOMLTree.number)),
      ("early_stop.rises", earlyStop?.rises.map(TOMLTree.integer)),
    ]
    all += run.entries
    all += cache.entries
    all += data.classEntries
    all.append(("plan", plan.isEmpty ? nil : .strings(plan.map(\.text))))
    return all.compactMap { key, value in value.map { (key, $0) } }
  }
}

extension Recipe.Data {
  fileprivate var entries: [(String, TOMLTree?)] {
    let files: [(String, TOMLTree?)] =
      switch source {
      case .idx(let idx):
        [
          ("data.format", .string("idx")),
          ("data.train_images", .string(idx.trainImages)),
          ("data.train_labels", .string(idx.trainLabels)),
          ("data.test_images", idx.testImages.map(TOMLTree.string)),
          ("data.test_labels", idx.testLabels.map(TOMLTree.string)),
          ("data.classes", idx.classes.map(TOMLTree.strings)),
        ]
      case .folder(let folder):
        [
          ("data.format", .string("folder")), ("data.path", .string(folder.path)),
          ("data.test_path", folder.testPath.map(TOMLTree.string)),
          ("data.exclude", folder.exclude.isEmpty ? nil : .strings(folder.exclude)),
        ]
      }
    return files + [
      ("data.size", .integer(size)), ("data.validation", .number(validation)),
      ("data.limit", limit.map(TOMLTree.integer)),
      ("data.validation_limit", validationLimit.map(TOMLTree.integer)),
      ("data.flip", .boolean(flip)), ("data.crop", .boolean(crop)),
    ]
  }

  fileprivate var classEntries: [(String, TOMLTree?)] {
    guard case .folder(let folder) = source, let classes = folder.classes else { return [] }
    return classes.sorted { $0.key < $1.key }.map { ("data.classes.\($0.key)", .strings($0.value)) }
  }
}

extension Recipe.Method {
  fileprivate var value: TOMLTree {
    switch self {
    case .all: .string("all")
    case .head: .string("head")
    case .last(let count): .string("last:\(count)")
    case .rows(let patterns): .strings(patterns)
    }
  }
}

extension Recipe.Optimizer {
  fileprivate var entries: [(String, TOMLTree?)] {
    [
      ("optimizer.name", .string(name.rawValue)),
      ("optimizer.learning_rate", .number(learningRate)),
      ("optimizer.weight_decay", .number(weightDecay)),
      ("optimizer.momentum", .number(momentum)),
      ("optimizer.beta1", .number(beta1)), ("optimizer.beta2", .number(beta2)),
      ("optimizer.epsilon", .number(epsilon)),
      ("optimizer.clip", clip.map(TOMLTree.number)),
      ("optimizer.moments", .string(moments.rawValue)),
      ("optimizer.ramp_steps", .integer(rampSteps)),
      ("optimizer.spread", spread == 1 ? nil : .number(spread)),
    ] + rates.sorted { $0.key < $1.key }.map { ("optimizer.rates.\($0.key)", .number($0.value)) }
  }
}

extension Recipe.Schedule {
  /// Keys of other shapes are left out where they say nothing new.
  fileprivate var entries: [(String, TOMLTree?)] {
    let standard = Self()
    return [
      ("schedule.shape", .string(shape.rawValue)),
      ("schedule.warmup_steps", .integer(warmupSteps)),
      ("schedule.final_rate", .number(finalRate)),
      ("schedule.rise", shape == .oneCycle || rise != standard.rise ? .number(rise) : nil),
      (
        "schedule.start_rate",
        shape == .oneCycle || startRate != standard.startRate ? .number(startRate) : nil
      ),
      ("schedule.period", period.map(TOMLTree.integer)),
      (
        "schedule.growth",
        shape == .restarts || growth != standard.growth ? .integer(growth) : nil
      ),
    ]
  }
}

extension Recipe.Run {
  fileprivate var entries: [(String, TOMLTree?)] {
    [
      ("run.batch", .integer(batch)),
      ("run.accumulate", accumulate == 1 ? nil : .integer(accumulate)),
      ("run.epochs", epochs.map(TOMLTree.number)),
      ("run.steps", steps.map(TOMLTree.integer)),
      ("run.evaluate_every", evaluateEvery.map(TOMLTree.integer)),
      ("run.checkpoint_every", checkpointEvery.map(TOMLTree.integer)),
      ("run.keep_checkpoints", .integer(keepCheckpoints)),
      ("run.checkpoint_best", .boolean(checkpointBest)),
      ("run.seed", .integer(Int(clamping: seed))),
      ("run.threads", threads.map(TOMLTree.integer)),
    ]
  }
}
