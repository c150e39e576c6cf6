import Foundation
import ThawModels
import ThawTensor

extension StoredTensor {
  /// A tensor with a copy of the elements; `file` is named by errors.
  ///
  /// - Throws: ``CheckpointError/unreadable(_:reason:)`` for a type that libtorch does not compute with.
  func tensor(in file: URL) throws -> Tensor {
    do { return try tensor() } catch {
      if case .torch(let error) = error { throw error }
      throw CheckpointError.unreadable(file.path, reason: error.description)
    }
  }
}
