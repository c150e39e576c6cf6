public import ThawTensor

/// Why there is no such model, or why weights do not fit it.
public enum ModelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No architecture has this name.
  case unknownArchitecture(String, known: [String])
  /// The weights are those of something else.
  case mismatch(architecture: String, WeightsMismatch)
  /// The weights have elements of a type that no model trains with.
  case unsupportedType(tensor: String, type: StoredType)
  /// libtorch could not do it.
  case torch(TorchError)

  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .unknownArchitecture(let name, let known):
      "there is no architecture “\(name)”; there are \(known.joined(separator: ", "))"
    case .mismatch(let architecture, let mismatch):
      "the weights are not those of \(architecture): \(mismatch)"
    case .unsupportedType(let tensor, let type):
      "“\(tensor)” is of type \(type.rawValue), which cannot be trained"
    case .torch(let error): error.description
    }
  }
}

/// How the tensors of a weights file differ from those of a model.
public struct WeightsMismatch: Equatable, Sendable, CustomStringConvertible {
  /// A tensor of another shape than the model's.
  public struct Shape: Equatable, Sendable {
    /// The tensor's name.
    public var name: String
    /// The model's shape.
    public var wanted: [Int]
    /// The file's shape.
    public var found: [Int]
  }

  /// Tensors of the model that the file lacks.
  public var missing: [String] = []
  /// Tensors of the file that the model lacks.
  public var unexpected: [String] = []
  /// Tensors of different shapes.
  public var misshapen: [Shape] = []

  /// Whether the weights fit.
  public var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }

  init(wanted: [NamedTensor], stored: [String: StoredTensor]) {
    for named in wanted {
      guard let tensor = stored[named.name] else {
        if !named.name.hasSuffix(".num_batches_tracked") { missing.append(named.name) }
        continue
      }
      let shape = named.tensor.shape
      // A count is a scalar, or in files of old versions a list of one.
      guard tensor.shape != shape, !(shape.isEmpty && tensor.shape == [1]) else { continue }
      misshapen.append(Shape(name: named.name, wanted: shape, found: tensor.shape))
    }
    unexpected = Set(stored.keys).subtracting(wanted.map(\.name)).sorted()
  }

  /// The first few differences of each kind, and how many there are.
  public var description: String {
    let shapes = misshapen.map { "\($0.name) is \($0.found), not \($0.wanted)" }
    let parts = [("missing", missing), ("unexpected", unexpected), ("of another shape", shapes)]
    return parts.filter { !$0.1.isEmpty }.map { kind, names in
      let more = names.count > 4 ? ", …" : ""
      return "\(names.count) \(kind) (\(names.prefix(4).joined(separator: ", "))\(more))"
    }.joined(separator: "; ")
  }
}
