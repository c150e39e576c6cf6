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
    var validation: Evaluation?
    /// The checkpoints that were the run's own by then; nil in moments of older versions.
    var checkpoints: [String]?
    /// Entries of the script that were done.
    var scripted: Int
    /// What the rows that are frozen there held when they were frozen.
    var proof: FrozenProof

    /// Reads that of a moment's files.
    static func read(of file: URL) throws -> State {
      try JSONDecoder.thaw.decode(State.self, from: Data(contentsOf: Moment.state(in: file)))
    }
  }

  let state: State
  /// Where in the session it is.
  let place: Rewind.Place
  private var tensors: [StoredTensor]
  /// Its files without their extensions; nil while it is in memory.
  private(set) var file: URL?
  /// What its tensors take, in bytes.
  private(set) var size: Int

  private static let sums = "gradient_sum/"

  init(
    before command: String, _ run: Run, control: RunControl, sequence: UInt64, rows: [Int]
  )
    throws
  {
    state = State(
      command: command, step: run.step, position: run.learner.position, mask: control.mask,
      regimen: control.regimen, journalEntries: run.journalEntries,
      validation: run.validation,
      checkpoints: run.checkpoints.filter(\.isInForce).map(\.folder), scripted: run.scripted,
      proof: run.learner.proof)
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
      try Self.tensors(in: file).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
  }

  /// What it takes in memory, in bytes.
  var bytes: Int { file == nil ? size : 0 }

  typealias Contents = (tensors: [StoredTensor], gradientSums: [StoredTensor])

  /// The tensors, from memory or from the disk, and the sums of gradients.
  func read() throws -> Contents {
    let all =
      try file.map { try WeightsFile.read(Self.tensors(in: $0)) } ?? tensors
    let sums = all.filter { $0.name.hasPrefix(Self.sums) }.map { sum in
      var sum = sum
      sum.name.removeFirst(Self.sums.count)
      return sum
    }
    return (all.filter { !$0.name.hasPrefix(Self.sums) }, sums)
  }

  /// Holds further rows too, each by its tensors; a row that it holds stays as it is.
  ///
  /// - Throws: Why its file cannot be read or written; it is then as it was.
  func add(_ rows: [[StoredTensor]]) throws {
    var all = try file.map { try WeightsFile.read(Self.tensors(in: $0)) } ?? tensors
    let names = Set(all.map(\.name))
    let added = rows.filter { row in !row.contains { names.contains($0.name) } }.flatMap(\.self)
    guard !added.isEmpty else { return }
    all += added
    if let file {
      try SafetensorsFile.write(all, to: Self.tensors(in: file))
    } else {
      tensors = all
    }
    size += added.reduce(0) { $0 + $1.data.count }
  }

  /// Moves the tensors to a file, with the state beside it.
  ///
  /// - Throws: Why that cannot be written; nothing is left of it then.
  func spill(to file: URL) throws {
    do {
      try SafetensorsFile.write(tensors, to: Self.tensors(in: file))
      try JSONEncoder.thaw.encode(state).write(to: Self.state(in: file))
    } catch {
      Self.remove(file)
      throw error
    }
    self.file = file
    tensors = []
  }

  /// Removes its files.
  func remove() {
    if let file { Self.remove(file) }
  }

  private static func remove(_ file: URL) {
    for file in [tensors(in: file), state(in: file)] {
      try? FileManager.default.removeItem(at: file)
    }
  }

  private static func tensors(in file: URL) -> URL { file.appendingPathExtension("safetensors") }
  private static func state(in file: URL) -> URL { file.appendingPathExtension("json") }
}
