import ThawProtocol

/// Every key a recipe can have, dotted.
struct RecipeKeys {
  private static let common = [
    "name", "model.architecture", "model.weights",
    "data.format", "data.size", "data.validation", "data.limit", "data.validation_limit",
    "data.flip", "data.crop", "method.train", "method.plan", "plan",
    "early_stop.patience", "early_stop.generalization_loss", "early_stop.rises",
    "optimizer.name", "optimizer.learning_rate", "optimizer.weight_decay", "optimizer.momentum",
    "optimizer.beta1", "optimizer.beta2", "optimizer.epsilon", "optimizer.clip",
    "optimizer.moments", "optimizer.ramp_steps", "optimizer.rates", "optimizer.spread",
    "schedule.shape", "schedule.warmup_steps", "schedule.final_rate", "schedule.rise",
    "schedule.start_rate", "schedule.period", "schedule.growth",
    "run.batch", "run.accumulate", "run.epochs", "run.steps", "run.evaluate_every",
    "run.checkpoint_every", "run.keep_checkpoints", "run.checkpoint_best",
    "run.seed", "run.threads",
    "cache.enabled", "cache.dtype", "cache.memory", "cache.draws",
  ]
  private static let sections = [
    "model", "data", "method", "optimizer", "schedule", "early_stop", "run",
    "cache",
  ]
  /// The tables whose keys are the user's, dots and all; the first only with `format = "folder"`.
  private static let openTables = ["data.classes", "optimizer.rates"]

  private let known: [String]
  private let isFolder: Bool

  /// The keys with `format = "folder"`, or with `format = "idx"`.
  init(isFolder: Bool) {
    self.isFolder = isFolder
    known =
      Self.common
      + (isFolder
        ? ["data.path", "data.test_path", "data.exclude"]
        : [
          "data.train_images", "data.train_labels", "data.test_images", "data.test_labels",
          "data.classes",
        ])
  }

  /// Whether there is such a key.
  func contains(_ key: String) -> Bool {
    if known.contains(key) { return true }
    let table = Self.path(of: key).dropLast().joined(separator: ".")
    return Self.openTables.contains(table) && (isFolder || table != "data.classes")
  }

  /// Where in the tree a key is; what a user named is one part of it.
  static func path(of key: String) -> [String] {
    for table in openTables where key.hasPrefix(table + ".") {
      return table.split(separator: ".").map(String.init) + [String(key.dropFirst(table.count + 1))]
    }
    return key.split(separator: ".").map(String.init)
  }

  /// The key or section that is wrong, and a message with what was probably meant.
  func complaint(about path: [String]) -> (path: [String], message: String) {
    let section = path[0]
    guard Self.sections.contains(section) else {
      let near = nearest(to: section, among: Self.sections + ["name", "plan"])
      let hint =
        near.map { "did you mean “\($0)”?" }
        ?? "there are name, \(Self.sections.joined(separator: ", "))"
      return ([section], "unknown key “\(section)”; \(hint)")
    }
    guard path.count > 1 else { return ([section], "“\(section)” must be a table of keys") }
    let keys = known.filter { $0.hasPrefix(section + ".") }.map { $0.dropFirst(section.count + 1) }
    let name = path.dropFirst().joined(separator: ".")
    let hint =
      nearest(to: name, among: keys.map(String.init)).map { "did you mean “\(section).\($0)”?" }
      ?? "[\(section)] has \(keys.joined(separator: ", "))"
    return (path, "unknown key “\(section).\(name)”; \(hint)")
  }
}
