import Foundation
import ThawData
import ThawModels
import ThawProtocol

/// A moment of a run to which it can go back.
///
/// Holds of the tensors only those that may move from then on until the run goes back.
final class Moment {
  /// What of a moment is no tensor: the part that is written to the disk as JSON.
  struct State: Codable, Equatable, Sendable {
    /// The command that followed, or that asks to leave this moment.
    var command: String
    /// Steps completed.
    var step: Int
    /// The batch that the next step trains on.
    var position: DataPosition
    var mask: FreezeMask
    var regimen: Regimen
    var journalEntries: Int
    var validationLoss: Double?
    /// Entries of the script that were done.
    var scripted: Int
    /// What the rows that are frozen there held when they were frozen.
    var proof: FrozenProof
  }

  let state: State
  /// Where in the session it is.
  let place: Rewind.Place
  private var tensors: [StoredTensor]
  /// Its files without their extensions; nil while it is in memory.
  private(set) var file: URL?
  /// What its tensors take, in bytes.
  let size: Int

  private static let sums = "gradient_sum/"

  init(
    before command: String, _ run: Run, control: RunControl, sequence: UInt64, rows: [Int]
  )
    throws
  {
    state = State(
      command: command, step: run.step, position: run.learner.position, mask: control.mask,
      regimen: control.regimen, journalEntries: run.journalEntries,
      validationLoss: run.validationLoss, scripted: run.scripted, proof: run.learner.proof)
    place = .branch(run.branch, sequence: sequence)
    // Added up so far in an interval of the front-first rule.
    let sums =
      try run.learner.gradientSums?.stored(
        names: run.learner.model.parameters.map(\.name)) ?? []
    tensors =
      try run.learner.tensors(of: rows)
      + sums.map { sum in
        var sum = sum
        sum.name = Self.sums + sum.name
        return sum
      }
    size = tensors.reduce(0) { $0 + $1.data.count }
  }

  /// A moment of an earlier process, from the files that ``spill(to:)`` wrote.
  ///
  /// - Throws: Why they cannot be read.
  init(file: URL, state: State, place: Rewind.Place) throws {
    self.file = file
    self.state = state
    self.place = place
    tensors = []
    size =
      try file.appendingPathExtension("safetensors").resourceValues(forKeys: [.fileSizeKey])
      .fileSize ?? 0
  }

  /// What it takes in memory, in bytes.
  var bytes: Int { file == nil ? size : 0 }

  typealias Contents = (tensors: [StoredTensor], gradientSums: [StoredTensor])

  /// The tensors, from memory or from the disk, and the sums of gradients.
  func read() throws -> Contents {
    let all =
      try file.map { try WeightsFile.read($0.appendingPathExtension("safetensors")) } ?? tensors
    let sums = all.filter { $0.name.hasPrefix(Self.sums) }.map { sum in
      var sum = sum
      sum.name.removeFirst(Self.sums.count)
      return sum
    }
    return (all.filter { !$0.name.hasPrefix(Self.sums) }, sums)
  }

  /// Moves the tensors to a file, with the state beside it.
  func spill(to file: URL) throws {
    try SafetensorsFile.write(
      tensors, metadata: [:], to: file.appendingPathExtension("safetensors"))
    try JSONEncoder.thaw.encode(state).write(to: file.appendingPathExtension("json"))
    self.file = file
    tensors = []
  }

  /// Removes its files.
  func remove() {
    guard let file else { return }
    for kind in ["safetensors", "json"] {
      try? FileManager.default.removeItem(at: file.appendingPathExtension(kind))
    }
  }
}
