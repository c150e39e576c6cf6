import TOMLKit
import ThawProtocol

extension Recipe {
  /// Reads a recipe.
  ///
  /// Paths stay as written; see ``resolvingPaths(relativeTo:)``.
  ///
  /// - Parameters:
  ///   - toml: The text.
  ///   - file: Where it is from, for messages.
  /// - Throws: ``RecipeError`` with everything that is wrong: syntax, unknown keys, types, ranges,
  ///   missing keys.
  public init(toml: String, file: String? = nil) throws(RecipeError) {
    let members: [String: TOMLTree]
    do {
      members = try TOMLTree.members(parsing: toml)
    } catch {
      let problem = RecipeError.Problem(
        key: nil, line: error.source.begin.line, message: error.description)
      throw RecipeError(file: file, problems: [problem])
    }
    try self.init(tree: .table(members), lines: TOMLLines(toml), file: file)
  }

  init(tree: TOMLTree, lines: TOMLLines, file: String?) throws(RecipeError) {
    var reader = TOMLReader(tree, lines: lines)
    let recipe = Recipe(reading: &reader)
    guard reader.problems.isEmpty else {
      let ordered = reader.problems.enumerated().sorted {
        ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
      }
      throw RecipeError(file: file, problems: ordered.map(\.element))
    }
    self = recipe
  }

  private init(reading reader: inout TOMLReader) {
    let model = Model(
      architecture: reader.required("model.architecture", or: "") { $0.string($1) },
      weights: reader.string("model.weights") ?? "pretrained")
    let isFolder = Data.isFolder(&reader)
    self.init(
      name: Self.name(&reader), model: model, data: Data(&reader, isFolder: isFolder),
      method: Method(&reader), optimizer: Optimizer(&reader), schedule: Schedule(&reader),
      run: Run(&reader), cache: Cache(&reader), planPreset: Self.planPreset(&reader),
      plan: reader.plan(),
      earlyStop: Self.earlyStop(&reader))
    reader.refuseUnknown(RecipeKeys(isFolder: isFolder))
  }

  /// The name becomes a folder's, so it is held to what is safe there.
  private static func name(_ reader: inout TOMLReader) -> String? {
    guard let name = reader.string("name") else { return nil }
    guard SessionName.isValid(name) else {
      return reader.wrong("name", "is “\(name)”; \(SessionName.rule)")
    }
    return name
  }
}

extension Recipe {
  private static func planPreset(_ reader: inout TOMLReader) -> PlanPreset? {
    guard let text = reader.string("method.plan") else { return nil }
    guard let preset = PlanPreset(parsing: text.split(separator: " ").map(String.init)) else {
      let names = PlanPreset.Name.allCases.map(\.rawValue).joined(separator: ", ")
      return reader.wrong(
        "method.plan", "is “\(text)”; it must be one of \(names), with a number or without")
    }
    return preset
  }

  private static func earlyStop(_ reader: inout TOMLReader) -> EarlyStop? {
    let rules = EarlyStop(
      patience: reader.integer("early_stop.patience", atLeast: 1),
      generalizationLoss: reader.number("early_stop.generalization_loss", positive),
      rises: reader.integer("early_stop.rises", atLeast: 1))
    return rules == EarlyStop() ? nil : rules
  }
}

extension Recipe.Data {
  fileprivate static func isFolder(_ reader: inout TOMLReader) -> Bool {
    let format = reader.required("data.format", or: "") { $0.string($1) }
    if !format.isEmpty, format != "idx", format != "folder" {
      let message = reader.unknownName(format, among: ["idx", "folder"])
      reader.wrong("data.format", message) as Void?
    }
    return format == "folder"
  }

  fileprivate init(_ reader: inout TOMLReader, isFolder: Bool) {
    let standard = Self(source: .folder(Folder(path: "")))
    self.init(
      source: isFolder ? .folder(Folder(&reader)) : .idx(IDX(&reader)),
      size: reader.integer("data.size", atLeast: 8, atMost: 4_096) ?? standard.size,
      validation: reader.number("data.validation", shareBelowOne) ?? standard.validation,
      limit: reader.integer("data.limit", atLeast: 1),
      validationLimit: reader.integer("data.validation_limit", atLeast: 1),
      flip: reader.boolean("data.flip") ?? standard.flip,
      crop: reader.boolean("data.crop") ?? standard.crop)
  }
}

extension Recipe.Data.IDX {
  fileprivate init(_ reader: inout TOMLReader) {
    self.init(
      trainImages: reader.required("data.train_images", or: "") { $0.string($1) },
      trainLabels: reader.required("data.train_labels", or: "") { $0.string($1) },
      testImages: reader.string("data.test_images"),
      testLabels: reader.string("data.test_labels"),
      classes: reader.strings("data.classes"))
    if reader.has("data.test_images") != reader.has("data.test_labels") {
      let missing = reader.has("data.test_images") ? "data.test_labels" : "data.test_images"
      reader.wrong(missing, "is missing; images and labels go together") as Void?
    }
  }
}

extension Recipe.Data.Folder {
  fileprivate init(_ reader: inout TOMLReader) {
    var classes: [String: [String]]?
    for name in (reader.table("data.classes") ?? [:]).keys.sorted() {
      classes = classes ?? [:]
      classes?[name] = reader.patterns(ofClass: name)
    }
    self.init(
      path: reader.required("data.path", or: "") { $0.string($1) },
      classes: classes, exclude: reader.strings("data.exclude") ?? [],
      testPath: reader.string("data.test_path"))
  }
}

extension Recipe.Method {
  fileprivate init(_ reader: inout TOMLReader) {
    self = Self.read(&reader) ?? .head
  }

  private static func read(_ reader: inout TOMLReader) -> Self? {
    let key = "method.train"
    guard reader.has(key) else { return nil }
    if let patterns = reader.patterns(key) {
      return patterns.isEmpty ? reader.wrong(key, "names no row") : .rows(patterns)
    }
    guard let text = reader.string(key) else { return nil }
    switch text {
    case "all": return .all
    case "head": return .head
    case _ where text.hasPrefix("last:"):
      guard let count = Int(text.dropFirst("last:".count)), count > 0 else { break }
      return .last(count)
    default: break
    }
    return reader.wrong(
      key, "is “\(text)”; it must be all, head, last:N, or an array of row patterns")
  }
}

extension Recipe.Optimizer {
  fileprivate init(_ reader: inout TOMLReader) {
    let standard = Self()
    self.init(
      name: reader.choice("optimizer.name", of: Name.self) ?? standard.name,
      learningRate: reader.number("optimizer.learning_rate", positive) ?? standard.learningRate,
      weightDecay: reader.number("optimizer.weight_decay", notNegative) ?? standard.weightDecay,
      momentum: reader.number("optimizer.momentum", shareBelowOne) ?? standard.momentum,
      beta1: reader.number("optimizer.beta1", shareBelowOne) ?? standard.beta1,
      beta2: reader.number("optimizer.beta2", shareBelowOne) ?? standard.beta2,
      epsilon: reader.number("optimizer.epsilon", positive) ?? standard.epsilon,
      clip: reader.number("optimizer.clip", positive),
      moments: reader.choice("optimizer.moments", of: MomentPolicy.self) ?? standard.moments,
      rampSteps: reader.integer("optimizer.ramp_steps", atLeast: 0) ?? standard.rampSteps,
      rates: reader.numbers(of: "optimizer.rates", positive),
      spread: reader.number("optimizer.spread", positive) ?? standard.spread)
  }
}

extension Recipe.Schedule {
  fileprivate init(_ reader: inout TOMLReader) {
    let standard = Self()
    self.init(
      shape: reader.choice("schedule.shape", of: Shape.self) ?? standard.shape,
      warmupSteps: reader.integer("schedule.warmup_steps", atLeast: 0) ?? standard.warmupSteps,
      finalRate: reader.number("schedule.final_rate", share) ?? standard.finalRate,
      rise: reader.number("schedule.rise", shareBelowOne) ?? standard.rise,
      startRate: reader.number("schedule.start_rate", share) ?? standard.startRate,
      period: reader.integer("schedule.period", atLeast: 1),
      growth: reader.integer("schedule.growth", atLeast: 1) ?? standard.growth)
  }
}

extension Recipe.Run {
  fileprivate init(_ reader: inout TOMLReader) {
    if !reader.has("run.epochs"), !reader.has("run.steps") {
      reader.wrong("run.epochs", "is missing; give run.epochs, run.steps or both") as Void?
    }
    let standard = Self()
    self.init(
      batch: reader.integer("run.batch", atLeast: 1) ?? standard.batch,
      epochs: reader.number("run.epochs", positive),
      steps: reader.integer("run.steps", atLeast: 1),
      evaluateEvery: reader.integer("run.evaluate_every", atLeast: 1),
      checkpointEvery: reader.integer("run.checkpoint_every", atLeast: 1),
      keepCheckpoints: reader.integer("run.keep_checkpoints", atLeast: 1)
        ?? standard.keepCheckpoints,
      checkpointBest: reader.boolean("run.checkpoint_best") ?? standard.checkpointBest,
      seed: reader.integer("run.seed", atLeast: 0, atMost: .max).map(UInt64.init) ?? standard.seed,
      threads: reader.integer("run.threads", atLeast: 1),
      accumulate: reader.integer("run.accumulate", atLeast: 1, atMost: 100_000)
        ?? standard.accumulate)
  }
}

private typealias Bounds = (words: String, test: (Double) -> Bool)
private var positive: Bounds { ("greater than 0", { $0 > 0 }) }
private var notNegative: Bounds { ("0 or more", { $0 >= 0 }) }
private var share: Bounds { ("in 0…1", { (0...1).contains($0) }) }
private var shareBelowOne: Bounds { ("0 or more and less than 1", { (0..<1).contains($0) }) }
