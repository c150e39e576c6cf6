/// A checkpoint on the disk, as far as it matters for which of them stay.
struct StoredCheckpoint: Equatable, Sendable {
  /// The name of its folder.
  var folder: String
  /// Whether nobody asked for it.
  var isAutomatic: Bool
  /// The validation loss measured last when it was written.
  var validationLoss: Double?

  init(folder: String, isAutomatic: Bool, validationLoss: Double? = nil) {
    self.folder = folder
    self.isAutomatic = isAutomatic
    self.validationLoss = validationLoss
  }

  init(folder: String, _ state: CheckpointState) {
    self.init(
      folder: folder, isAutomatic: state.isAutomatic ?? false,
      validationLoss: state.validationLoss)
  }
}

/// Which checkpoints stay, so that a long run does not fill the disk.
///
/// Those that somebody asked for stay, and the last of a run. Of those written at the cadence the
/// newest few stay, and the first that was written at or after the best validation loss.
struct CheckpointRetention: Equatable, Sendable {
  /// How many of the newest stay; at least one.
  var newest: Int

  /// The folders that may go, of all that there are, the one written last last.
  func surplus(of stored: [StoredCheckpoint]) -> [String] {
    let automatic = stored.filter(\.isAutomatic)
    var best: StoredCheckpoint?
    for checkpoint in automatic {
      guard let loss = checkpoint.validationLoss, loss.isFinite else { continue }
      if loss < best?.validationLoss ?? .infinity { best = checkpoint }
    }
    return automatic.dropLast(max(newest, 1)).filter { $0 != best }.map(\.folder)
  }
}
