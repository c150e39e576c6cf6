import Foundation
import ThawModels
import ThawTensor

extension StoredTensor {
  /// Copies a tensor out under a name.
  init(_ name: String, _ tensor: Tensor) throws(TorchError) {
    guard let type = StoredType(rawValue: tensor.type.safetensorsName) else {
      preconditionFailure("\(tensor) is of a type that no weights file has")
    }
    self.init(name: name, shape: tensor.shape, type: type, data: Data(try tensor.bytes()))
  }

  /// A tensor with a copy of the elements.
  ///
  /// - Throws: ``CheckpointError/unreadable(_:reason:)`` for a type that libtorch does not compute with.
  func tensor(in file: URL) throws -> Tensor {
    guard let type = DType(safetensorsName: type.rawValue) else {
      throw CheckpointError.unreadable(file.path, reason: "“\(name)” is of type \(type.rawValue)")
    }
    return try data.withUnsafeBytes { try Tensor(bytes: $0, shape: shape, type: type) }
  }
}
