import ThawTensor

/// The architectures that thaw can train.
public enum ModelCatalog {
  /// Their names.
  public static var architectures: [String] { entries.map(\.name) }

  /// Makes a model with random weights, the same for the same seed.
  ///
  /// - Throws: ``ModelError/unknownArchitecture(_:known:)`` with the names there are.
  public static func make(
    architecture: String, classes: Int, seed: UInt64
  ) throws(ModelError) -> any Model {
    let entry = try entry(of: architecture)
    do { return try entry.make(classes, seed) } catch { throw .torch(error) }
  }

  /// Makes a model with the weights of a file, and with as many classes as its head has.
  ///
  /// - Throws: ``ModelError`` for an unknown architecture, or weights of another one.
  public static func make(
    architecture: String, weights: [StoredTensor]
  ) throws(ModelError) -> any Model {
    let head = try entry(of: architecture).head
    let classes = weights.first { $0.name == "\(head).bias" && $0.shape.count == 1 }?.count ?? 1
    let model = try make(architecture: architecture, classes: classes, seed: 0)
    try model.load(weights)
    return model
  }

  struct Entry: Sendable {
    var name: String
    /// The name of the last linear layer.
    var head: String
    var blueprint: @Sendable (_ classes: Int) -> ModelBlueprint
    var make: @Sendable (_ classes: Int, _ seed: UInt64) throws(TorchError) -> any Model
  }

  static let entries: [Entry] = efficientNets + resNets

  private static let efficientNets = EfficientNetLite.Variant.allCases.map { variant in
    Entry(
      name: variant.rawValue, head: "_fc",
      blueprint: { variant.blueprint(classes: $0) },
      make: { (classes, seed) throws(TorchError) in
        try EfficientNetLite(variant, classes: classes, seed: seed)
      })
  }

  private static let resNets = ResNet.Variant.allCases.map { variant in
    Entry(
      name: variant.rawValue, head: "fc",
      blueprint: { variant.blueprint(classes: $0) },
      make: { (classes, seed) throws(TorchError) in
        try ResNet(variant, classes: classes, seed: seed)
      })
  }

  private static func entry(of architecture: String) throws(ModelError) -> Entry {
    guard let entry = entries.first(where: { $0.name == architecture }) else {
      throw .unknownArchitecture(architecture, known: architectures)
    }
    return entry
  }
}
