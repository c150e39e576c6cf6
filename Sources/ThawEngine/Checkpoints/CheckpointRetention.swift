/// Why a checkpoint was written.
enum CheckpointOccasion: Equatable, Sendable {
  /// Somebody asked for it, or the run ended.
  case asked
  /// It was time to.
  case automatic
  /// An evaluation found the best model so far.
  case best
}

/// A checkpoint on the disk, as far as it matters for which of them stay.
struct StoredCheckpoint: Equatable, Sendable {
  /// The name of its folder.
  var folder: String
  var occasion: CheckpointOccasion
  /// What was measured last when it was written.
  var validation: Evaluation?
  /// Whether the run came by it; not so where that was undone.
  var isInForce = true

  init(folder: String, _ occasion: CheckpointOccasion, validation: Evaluation? = nil) {
    self.folder = folder
    self.occasion = occasion
    self.validation = validation
  }

  init(folder: String, _ state: CheckpointState) {
    let isAutomatic = state.isAutomatic ?? false
    self.init(
      folder: folder, isAutomatic ? (state.isBest ?? false) ? .best : .automatic : .asked,
      validation: state.validation)
  }
}

/// Which checkpoints stay, so that a long run does not fill the disk.
///
/// Those that somebody asked for stay, and the last of a run. Of those written at the cadence the newest few stay; and of
/// all the first of the best model that the run came by.
struct CheckpointRetention: Equatable, Sendable {
  /// How many of the newest stay; at least one.
  var newest: Int

  /// The folders that may go, of all that there are, the one written last last.
  func surplus(of stored: [StoredCheckpoint]) -> [String] {
    var best: StoredCheckpoint?
    for checkpoint in stored where checkpoint.occasion != .asked && checkpoint.isInForce {
      guard let validation = checkpoint.validation else { continue }
      if validation.isBetter(than: best?.validation) { best = checkpoint }
    }
    let timely = stored.filter { $0.occasion == .automatic }.suffix(max(newest, 1))
    return stored.filter { checkpoint in
      checkpoint.occasion != .asked && checkpoint != best && !timely.contains(checkpoint)
    }.map(\.folder)
  }
}
