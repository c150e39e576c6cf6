import Foundation
import ThawData
import ThawModels
import ThawProtocol
import ThawStore

/// Everything of a run that is neither a weight nor an optimizer moment: a checkpoint's `state.json`.
///
/// The data order, the augmentation draws and dropout are functions of the seed and of where the run
/// is, so the seed, the step and the data position are the random state as well.
struct CheckpointState: Codable, Equatable, Sendable {
  /// The version of this form.
  var format = 1
  /// Steps completed.
  var step: Int
  /// Passes over the training split completed, as a fraction.
  var epoch: Double
  /// The batch that the next step trains on.
  var position: DataPosition
  /// The seed of every random draw.
  var seed: UInt64
  /// Samples of the training split, whose order the seed gives.
  var samples: Int
  /// Samples a step.
  var batch: Int
  /// Names of the classes, in the order of the model's outputs.
  var classes: [String]
  /// The rows with their state, when they stopped, and their ramps.
  var mask: FreezeMask
  /// What commands made of the learning rate schedule.
  var scheduleScale: Double
  /// Entries journaled so far.
  var journalEntries: Int
  /// Seconds since the session began.
  var time: Double
  /// Whether nobody asked for it, so that it goes when newer ones come; nil, as in older ones: it stays.
  var isAutomatic: Bool?
  /// Whether it was written only because the model was the best so far; nil in older ones: no.
  var isBest: Bool?
  /// The validation loss and accuracy measured last; nil before the first measurement.
  var validationLoss: Double?
  var validationAccuracy: Double?
  /// How the run was to go on; nil in checkpoints of older versions.
  var regimen: Regimen?
  /// How the recipe had it begin.
  var firstRegimen: Regimen?
  /// What frozen rows held when they were frozen; nil in checkpoints of older versions.
  var proof: FrozenProof?
  /// The moments that it can go back to, by their names in the session's `undo` folder, the oldest first.
  var undo: [String]?
  /// What was undone and can be redone, the last to be redone first; nil in checkpoints of older versions.
  var redo: [UndoHistory.Stored.Undone]?
  /// How much of which script was done; nil where there is none.
  var script: Script?

  /// What was measured last; nil before the first measurement, and of older versions.
  var validation: Evaluation? {
    guard let validationLoss, let validationAccuracy else { return nil }
    return Evaluation(loss: validationLoss, accuracy: validationAccuracy)
  }

  /// A script and how many of its entries were done.
  struct Script: Codable, Equatable, Sendable {
    var id: String
    var done: Int
  }

  /// How many entries of a script were done; 0 of one that came later.
  func scripted(of script: ReplayScript?) -> Int {
    guard let script, self.script?.id == script.id else { return 0 }
    return self.script?.done ?? 0
  }

  /// Reads `state.json` of a checkpoint folder.
  ///
  /// - Throws: ``CheckpointError`` naming the file.
  static func read(from folder: URL) throws -> CheckpointState {
    let file = folder.appending(path: CheckpointFile.state)
    let data: Data
    do { data = try Data(contentsOf: file) } catch {
      throw CheckpointError.unreadable(file.path, reason: WeightsFileError.reason(of: error))
    }
    do {
      let state = try JSONDecoder.thaw.decode(CheckpointState.self, from: data)
      guard state.format == 1 else {
        throw CheckpointError.unreadable(
          file.path, reason: "it has form \(state.format) and this version reads form 1")
      }
      return state
    } catch DecodingError.keyNotFound(let key, _) {
      throw CheckpointError.unreadable(file.path, reason: "it lacks “\(key.stringValue)”")
    } catch is DecodingError {
      throw CheckpointError.unreadable(file.path, reason: "it is damaged")
    }
  }

  /// How the run goes on, where the recipe would now begin with `first`.
  ///
  /// A recipe that was edited since then counts from here on.
  func regimen(for first: Regimen) -> Regimen {
    guard let regimen, firstRegimen == first else {
      var regimen = first
      regimen.schedule.multiply(by: scheduleScale)
      return regimen
    }
    return regimen
  }

  /// Checks that this state fits the run that is to go on from it.
  ///
  /// - Throws: ``CheckpointError/mismatch(what:checkpoint:run:)`` for the first thing that differs.
  func check(rows: [String], seed: UInt64, samples: Int, batch: Int) throws(CheckpointError) {
    func same(
      _ what: String, _ mine: some Equatable, _ theirs: some Equatable
    )
      throws(CheckpointError)
    {
      guard "\(mine)" != "\(theirs)" else { return }
      throw .mismatch(what: what, checkpoint: "\(mine)", run: "\(theirs)")
    }
    try same("rows", mask.names.joined(separator: ", "), rows.joined(separator: ", "))
    try same("seed", self.seed, seed)
    try same("training samples", self.samples, samples)
    try same("batch", self.batch, batch)
  }
}

/// The files of a checkpoint folder.
enum CheckpointFile {
  static let model = "model.safetensors"
  static let optimizer = "optimizer.safetensors"
  static let state = "state.json"
  /// Only while rows are frozen from the input on by their gradients.
  static let gradients = "gradients.safetensors"
}

/// Why a checkpoint cannot be written or gone on from.
public enum CheckpointError: Error, Equatable, CustomStringConvertible {
  /// A file is missing or not what it should be.
  case unreadable(String, reason: String)
  /// The folder cannot be written.
  case unwritable(String, reason: String)
  /// The recipe, or the data, is no longer what the checkpoint was taken with.
  case mismatch(what: String, checkpoint: String, run: String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read the checkpoint file \(path): \(reason); where its folder is removed, a run goes on from the one before"
    case .unwritable(let path, let reason): "cannot write the checkpoint \(path): \(reason)"
    case .mismatch(let what, let checkpoint, let run):
      "the checkpoint was taken with \(what) \(checkpoint), this run has \(run); "
        + "restore what it was, or start a new run"
    }
  }
}
