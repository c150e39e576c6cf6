import Foundation
import ThawData
import ThawModels

/// A moment of a run to which it can go back.
///
/// Holds of the tensors only those that may move from then on until the run goes back.
final class Moment {
  /// The command that followed, or that asks to leave this moment.
  let command: String
  /// Steps completed.
  let step: Int
  /// The batch that the next step trains on.
  let position: DataPosition
  /// Mask, schedule and whatever else requests make of a run.
  let control: RunControl
  /// The branch it is on, and the bus number of the last signal before it.
  let branch: Int
  let sequence: UInt64
  let journalEntries: Int
  let validationLoss: Double?
  /// Entries of the script that were done.
  let scripted: Int
  /// The gradients added up so far in an interval of the front-first rule.
  let gradientSums: [StoredTensor]?
  /// What the rows that are frozen there held when they were frozen.
  let proof: FrozenProof
  private var tensors: [StoredTensor]
  private var file: URL?

  init(
    before command: String, _ run: Run, control: RunControl, sequence: UInt64, rows: [Int]
  )
    throws
  {
    self.command = command
    self.control = control
    self.sequence = sequence
    step = run.step
    position = run.learner.position
    branch = run.branch
    journalEntries = run.journalEntries
    validationLoss = run.validationLoss
    scripted = run.scripted
    gradientSums = try run.learner.gradientSums?.stored(
      names: run.learner.model.parameters.map(\.name))
    proof = run.learner.proof
    tensors = try run.learner.tensors(of: rows)
  }

  /// What it takes in memory, in bytes.
  var bytes: Int { tensors.reduce(0) { $0 + $1.data.count } }

  /// The tensors, from memory or from the disk.
  func read() throws -> [StoredTensor] { try file.map(WeightsFile.read) ?? tensors }

  /// Moves the tensors to a file.
  func spill(to file: URL) throws {
    try SafetensorsFile.write(tensors, metadata: [:], to: file)
    self.file = file
    tensors = []
  }

  deinit {
    if let file { try? FileManager.default.removeItem(at: file) }
  }
}
