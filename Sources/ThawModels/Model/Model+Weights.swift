import Foundation
public import ThawTensor

extension Model {
  /// Takes over weights that name the same tensors in the same shapes.
  ///
  /// Floats of another width are converted. `num_batches_tracked` may be missing, as in files of old versions, and
  /// then counts from 0. A parameter that rows share may come under any of its names, or all. Nothing is changed
  /// unless everything fits.
  ///
  /// - Throws: ``ModelError`` listing what is missing, unexpected or of another shape.
  public func load(_ weights: [StoredTensor]) throws(ModelError) {
    var stored = Dictionary(weights.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    for (alias, name) in state.aliases {
      guard let tensor = stored.removeValue(forKey: alias), stored[name] == nil else { continue }
      stored[name] = tensor
    }
    let wanted = state.inOrder
    let mismatch = WeightsMismatch(wanted: wanted, stored: stored)
    guard mismatch.isEmpty else { throw .mismatch(architecture: architecture, mismatch) }
    var sources: [Tensor?] = []
    for tensor in wanted { sources.append(try stored[tensor.name]?.tensor()) }
    do {
      for (named, source) in zip(wanted, sources) {
        guard let source else {
          try named.tensor.zero()
          continue
        }
        try named.tensor.copy(from: source.reshaped(named.tensor.shape))
      }
    } catch { throw .torch(error) }
  }

  /// Copies all parameters and buffers out, by the names and in the order of the released weights.
  public func export() throws(TorchError) -> [StoredTensor] {
    var tensors: [StoredTensor] = []
    for named in state.inOrder { tensors.append(try StoredTensor(named.name, named.tensor)) }
    return tensors
  }
}

extension ModelState {
  /// Parameters and buffers, in the order of the released weights.
  var inOrder: [NamedTensor] { rows.flatMap(\.tensors).map { self[$0] } }
}

extension StoredTensor {
  /// Copies a tensor out under a name.
  public init(_ name: String, _ tensor: Tensor) throws(TorchError) {
    guard let type = StoredType(rawValue: tensor.type.safetensorsName) else {
      preconditionFailure("\(tensor) is of a type that no weights file has")
    }
    self.init(name: name, shape: tensor.shape, type: type, data: Data(try tensor.bytes()))
  }

  /// A tensor with a copy of the elements.
  ///
  /// - Throws: ``ModelError/unsupportedType(tensor:type:)`` for a type that libtorch does not compute with.
  public func tensor() throws(ModelError) -> Tensor {
    guard let type = DType(safetensorsName: type.rawValue) else {
      throw .unsupportedType(tensor: name, type: self.type)
    }
    let made = data.withUnsafeBytes { bytes in
      Result { () throws(TorchError) in try Tensor(bytes: bytes, shape: shape, type: type) }
    }
    do { return try made.get() } catch { throw .torch(error) }
  }
}
