import Foundation
import ThawProtocol
import ThawStore

extension SessionFolder {
  /// The newest checkpoint that is still on disk; nil where there is none.
  ///
  /// - Throws: `StoreError`.
  func lastCheckpoint() throws -> CheckpointInfo? {
    try SessionReader(self).checkpoints().last
  }
}
