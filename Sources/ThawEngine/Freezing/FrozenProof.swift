import ThawTensor

/// What frozen rows held when they were frozen, as digests, and whether they still hold it.
///
/// A row has one digest for each of its tensors, BatchNorm's statistics included, so that what moved can be named. A checkpoint
/// holds them, so that a run that goes on is held to what was frozen and not to what it finds.
struct FrozenProof: Codable, Equatable, Sendable {
  /// A tensor that is not what it was.
  struct Difference: Equatable {
    /// The row, in board order.
    var row: Int
    /// Which of the row's tensors.
    var tensor: Int
  }

  private struct Row: Codable, Equatable {
    /// As in the mask; tells a row that was thawed in between.
    var stillSince: Int?
    /// Of each of its tensors when it was frozen.
    var digests: [TensorDigest]
    /// The tensors that were found changed and told.
    var moved: Set<Int> = []
  }

  private var rows: [Int: Row] = [:]

  /// Takes down what rows hold that are frozen in a mask and were not before; forgets those that train.
  ///
  /// - Parameters:
  ///   - mask: The mask in force.
  ///   - tensors: The parameters and buffers of a row.
  /// - Throws: What libtorch says.
  mutating func follow(
    _ mask: FreezeMask, tensors: (_ row: Int) -> [Tensor]
  ) throws(TorchError) {
    for (index, row) in mask.rows.enumerated() {
      guard !mask.isTrainable(index) else {
        rows[index] = nil
        continue
      }
      guard rows[index] == nil || rows[index]?.stillSince != row.stillSince else { continue }
      rows[index] = Row(stillSince: row.stillSince, digests: try digests(of: tensors(index)))
    }
  }

  /// Looks at every frozen row; a tensor that differs is told once.
  mutating func check(tensors: (_ row: Int) -> [Tensor]) throws(TorchError) -> [Difference] {
    var differences: [Difference] = []
    for (index, row) in rows.sorted(by: { $0.key < $1.key }) {
      let now = try digests(of: tensors(index))
      let moved = row.digests.indices.filter { row.digests[$0] != now[$0] }
      differences += moved.filter { !row.moved.contains($0) }
        .map { Difference(row: index, tensor: $0) }
      rows[index]?.moved.formUnion(moved)
    }
    return differences
  }

  /// The first of a frozen row's tensors that was found changed since.
  func moved(in row: Int) -> Int? { rows[row]?.moved.min() }

  private func digests(of tensors: [Tensor]) throws(TorchError) -> [TensorDigest] {
    var digests: [TensorDigest] = []
    for tensor in tensors {
      var digest = TensorDigest()
      try digest.add([tensor])
      digests.append(digest)
    }
    return digests
  }
}

/// How many steps lie between two checks of what is frozen: as many as keep checking below a share of the time.
struct ProofCadence: Equatable, Sendable {
  /// Steps between two checks; at least ``shortest``.
  private(set) var interval = shortest
  static let shortest = 20
  private static let longest = 2_000
  /// The share of training's time that checking may take.
  private static let share = 0.002

  /// Takes note of how long a check took, and how long a step takes; both in seconds.
  mutating func took(_ seconds: Double, stepSeconds: Double) {
    guard stepSeconds > 0 else { return }
    let needed = (seconds / (Self.share * stepSeconds)).rounded(.up)
    interval = Int(min(max(needed, Double(Self.shortest)), Double(Self.longest)))
  }
}
