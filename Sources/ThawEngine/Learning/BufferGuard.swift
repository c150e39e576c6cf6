import ThawTensor

/// A copy of BatchNorm's statistics from before a forward pass, which moves them.
///
/// Should the pass turn out to hold a NaN, the statistics go back with it: left in, they would poison
/// every later evaluation and checkpoint.
struct BufferGuard {
  private let buffers: [[Tensor]]
  private let copies: [[Tensor]]

  init(rows buffers: [[Tensor]]) throws {
    self.buffers = buffers
    copies = try buffers.map { try $0.map { try $0.clone() } }
  }

  /// Keeps the buffers of the rows as they are.
  func remember(_ rows: [Int]) throws {
    for row in rows {
      for (copy, buffer) in zip(copies[row], buffers[row]) { try copy.copy(from: buffer) }
    }
  }

  /// Puts back what ``remember(_:)`` kept.
  func restore(_ rows: [Int]) throws {
    for row in rows {
      for (copy, buffer) in zip(copies[row], buffers[row]) { try buffer.copy(from: copy) }
    }
  }
}
