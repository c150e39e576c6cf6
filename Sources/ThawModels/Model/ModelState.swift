public import ThawTensor

/// A tensor by the name that the released weights give it.
public struct NamedTensor {
  /// The name in a weights file: `_blocks.3._bn1.running_mean`.
  public let name: String
  /// The tensor itself.
  public let tensor: Tensor
}

/// A row of the layer board: the part of a model that is frozen and thawed as one.
public struct ModelRow: Equatable, Sendable {
  /// The name commands use: `stem`, `blocks.0`, `head`.
  public let name: String
  /// Its tensors in the order of the released weights.
  public let tensors: [ModelTensor]
  /// Indices of parameters that belong to earlier rows and that it uses too.
  public var shared: [Int] = []

  /// Indices into the model's parameters.
  public var parameters: [Int] {
    tensors.compactMap { if case .parameter(let index) = $0 { index } else { nil } }
  }

  /// Indices into the model's buffers.
  public var buffers: [Int] {
    tensors.compactMap { if case .buffer(let index) = $0 { index } else { nil } }
  }
}

/// Where in a model a tensor is.
public enum ModelTensor: Equatable, Sendable {
  /// An index into the parameters.
  case parameter(Int)
  /// An index into the buffers.
  case buffer(Int)
}

/// The tensors of a model and the rows they form, made after a blueprint.
public struct ModelState {
  /// The tensors that training may move, in the order of the released weights.
  public private(set) var parameters: [NamedTensor] = []
  /// The tensors without gradient, in the order of the released weights.
  public private(set) var buffers: [NamedTensor] = []
  /// The rows from input to output.
  public private(set) var rows: [ModelRow] = []
  /// Other names of parameters that several rows use, with the name that each is stored under.
  public private(set) var aliases: [String: String] = [:]
  private var places: [String: ModelTensor] = [:]

  /// Draws all tensors, in order, from one generator.
  init(
    _ blueprint: ModelBlueprint, seed: UInt64, type: DType = .float32
  ) throws(TorchError) {
    let generator = RandomGenerator(seed: seed)
    for row in blueprint.rows {
      var tensors: [ModelTensor] = []
      for tensor in row.tensors {
        let drawn = NamedTensor(
          name: tensor.name, tensor: try tensor.drawn(from: generator, as: type))
        tensors.append(add(drawn, isParameter: tensor.role.isParameter))
      }
      rows.append(
        ModelRow(name: row.name, tensors: tensors, shared: row.ties.map { tie(to: $0) }))
    }
  }

  /// Gives a parameter another name; returns its index.
  private mutating func tie(to tie: (name: String, original: String)) -> Int {
    guard case .parameter(let index)? = places[tie.original] else {
      preconditionFailure("no parameter is named \(tie.original)")
    }
    places[tie.name] = .parameter(index)
    aliases[tie.name] = tie.original
    return index
  }

  private mutating func add(_ tensor: NamedTensor, isParameter: Bool) -> ModelTensor {
    let place: ModelTensor = isParameter ? .parameter(parameters.count) : .buffer(buffers.count)
    if isParameter { parameters.append(tensor) } else { buffers.append(tensor) }
    let known = places.updateValue(place, forKey: tensor.name)
    precondition(known == nil, "two tensors are named \(tensor.name)")
    return place
  }

  /// The tensor of a name that the blueprint has.
  func tensor(_ name: String) -> Tensor {
    guard let place = places[name] else { preconditionFailure("no tensor is named \(name)") }
    return self[place].tensor
  }

  /// The tensor at a place.
  public subscript(place: ModelTensor) -> NamedTensor {
    switch place {
    case .parameter(let index): parameters[index]
    case .buffer(let index): buffers[index]
    }
  }

  /// Puts another tensor in the place of a parameter.
  mutating func replaceParameter(_ name: String, with tensor: Tensor) {
    guard case .parameter(let index)? = places[name] else {
      preconditionFailure("no parameter is named \(name)")
    }
    parameters[index] = NamedTensor(name: name, tensor: tensor)
  }
}
