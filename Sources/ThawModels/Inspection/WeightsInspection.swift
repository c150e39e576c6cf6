import Foundation
public import ThawProtocol

/// What a weights file holds: the rows that the layer board would show, and their tensors.
public struct WeightsInspection: Encodable, Equatable, Sendable {
  /// A row and its tensors.
  public struct Row: Encodable, Equatable, Sendable {
    /// The name commands use: `stem`, `blocks.0`, `head`.
    public var name: String
    /// How many parameters it holds, buffers not counted.
    public var parameters: Int
    /// Its tensors, parameters and buffers, in order.
    public var tensors: [TensorDescription]

    init(name: String, tensors: [TensorDescription]) {
      self.name = name
      self.tensors = tensors
      parameters = tensors.reduce(0) { $0 + ($1.isBuffer ? 0 : $1.elements) }
    }
  }

  /// The architecture's name, or `unknown`.
  public var architecture: String
  /// How many parameters there are, buffers not counted.
  public var parameters: Int
  /// The rows from input to output; of an unknown architecture, in the file's order.
  public var rows: [Row]

  /// Groups the tensors of a file.
  public init(_ tensors: [StoredTensor]) {
    self.init(
      tensors.map { TensorDescription(name: $0.name, shape: $0.shape, type: $0.type.rawValue) })
  }

  /// Groups tensors by the rows of the architecture that they are of, or else by their names.
  public init(_ tensors: [TensorDescription]) {
    let known = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    if let blueprint = Self.blueprint(of: known) {
      architecture = blueprint.architecture
      rows = blueprint.rows.map { row in
        Row(name: row.name, tensors: row.tensors.compactMap { known[$0.name] })
      }
    } else {
      architecture = "unknown"
      rows = ModulePaths(tensors.map(\.name)).rows.map { name, indices in
        Row(name: name, tensors: indices.map { tensors[$0] })
      }
    }
    parameters = rows.reduce(0) { $0 + $1.parameters }
  }

  private static func blueprint(of tensors: [String: TensorDescription]) -> ModelBlueprint? {
    for entry in ModelCatalog.entries {
      guard let bias = tensors["\(entry.head).bias"], bias.shape.count == 1 else { continue }
      let blueprint = entry.blueprint(bias.shape[0])
      if blueprint.describes(tensors) { return blueprint }
    }
    return nil
  }
}

extension ModelBlueprint {
  /// Whether the tensors are those of this architecture; counts of batches may be missing.
  fileprivate func describes(_ tensors: [String: TensorDescription]) -> Bool {
    let wanted = rows.flatMap(\.tensors)
    let isComplete = wanted.allSatisfy { tensor in
      guard let found = tensors[tensor.name] else { return tensor.role == .count }
      return found.shape == tensor.shape || (tensor.role == .count && found.shape == [1])
    }
    return isComplete && Set(tensors.keys).isSubset(of: wanted.map(\.name))
  }
}

extension TensorDescription {
  fileprivate var elements: Int { checkedProduct(shape) ?? 0 }

  /// Whether it is a state without gradient, by PyTorch's names.
  fileprivate var isBuffer: Bool {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return ["running_mean", "running_var", "num_batches_tracked", "position_ids"].contains(last)
  }
}
