import Foundation
import ThawModels
import ThawProtocol
import ThawStore

/// The moments before interventions, in bounded memory: the oldest are spilled to the disk.
///
/// A checkpoint has all of them written there and names them, so that a run that goes on from it can be undone further
/// than to where it went on, and what was undone before can be redone.
struct UndoHistory {
  /// The moments on the disk, by the names of their files.
  struct Stored: Codable, Equatable, Sendable {
    /// Something that was undone.
    struct Undone: Codable, Equatable, Sendable {
      /// The moment before it.
      var moment: String
      /// Where undo was asked for.
      var tip: String
      /// The attempt that the tip is the end of.
      var attempt: Int
    }

    /// Those that can be undone to, the oldest first.
    var past: [String] = []
    /// What can be redone, the last to be redone first.
    var undone: [Undone] = []

    var names: [String] { past + undone.flatMap { [$0.moment, $0.tip] } }
  }

  /// What the moments may take in memory, in bytes.
  static let memory = 256 << 20
  /// What they may take in all.
  static let size = 4 << 30
  /// How many interventions can be undone.
  static let depth = 100

  /// Where moments are spilled; made when needed.
  let folder: URL
  var memory = Self.memory
  var size = Self.size

  private(set) var past: [Moment] = []
  /// The last to be redone first.
  private var undone: [(moment: Moment, tip: Moment)] = []
  private var spilled = 0

  /// Takes up the moments that a checkpoint names, as far back as none is missing; other files go.
  ///
  /// - Parameters:
  ///   - folder: Where moments are spilled.
  ///   - stored: The moments that a checkpoint names.
  ///   - places: Where commands took effect that were in force at the end of an attempt, or are now, the oldest first.
  init(
    folder: URL, _ stored: Stored = Stored(),
    places: (_ attempt: Int?) -> [JournalPlace] = { _ in [] }
  ) {
    self.folder = folder
    var left = stored.past.isEmpty ? [] : places(nil)[...]
    for name in stored.past.reversed() {
      guard let moment = Self.moment(folder.appending(path: name), &left) else { break }
      past.insert(moment, at: 0)
    }
    for step in stored.undone.reversed() {
      var left = places(step.attempt)[...]
      let end = Rewind.Place.attempt(step.attempt, entry: left.last?.entry ?? 0)
      guard let tip = Self.moment(folder.appending(path: step.tip), at: end),
        let moment = Self.moment(folder.appending(path: step.moment), &left)
      else { break }
      undone.insert((moment, tip), at: 0)
    }
    spilled = stored.names.compactMap { Int($0) }.max() ?? 0
    let kept = Set(all.compactMap(\.file?.lastPathComponent))
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files ?? [] where !kept.contains(file.deletingPathExtension().lastPathComponent) {
      try? FileManager.default.removeItem(at: file)
    }
  }

  /// Reads a moment and finds the command that followed it, the last of `places` that is left.
  private static func moment(_ file: URL, _ places: inout ArraySlice<JournalPlace>) -> Moment? {
    guard let state = try? Moment.State.read(of: file),
      let place = places.lastIndex(where: { $0.command == state.command && $0.step == state.step })
    else { return nil }
    defer { places = places[..<place] }
    return moment(file, at: .attempt(places[place].attempt, entry: places[place].entry - 1))
  }

  private static func moment(_ file: URL, at place: Rewind.Place) -> Moment? {
    try? Moment(file: file, state: try .read(of: file), place: place)
  }

  /// The moment that undo goes back to.
  var last: Moment? { past.last }
  /// Where redo returns to.
  var tip: Moment? { undone.last?.tip }

  /// Takes the moment before an intervention; what was undone before cannot be redone any more.
  mutating func remember(_ moment: Moment) {
    forgetUndone()
    past.append(moment)
    if past.count > Self.depth { forget([past[0]]) }
    fit()
  }

  /// Notes that rows, each given by its tensors, will move that the last moment has as frozen; what was undone before
  /// cannot be redone any more.
  mutating func extend(by rows: [[StoredTensor]]) {
    forgetUndone()
    do { try last?.add(rows) } catch { forget(past) }
    fit()
  }

  /// Notes that the run went back to ``last``, from `tip`.
  mutating func undo(from tip: Moment) {
    undone.append((past.removeLast(), tip))
    fit()
  }

  /// Notes that the run returned to ``tip``.
  mutating func redo() {
    let (moment, tip) = undone.removeLast()
    tip.remove()
    past.append(moment)
  }

  /// Has all that can be undone or redone on the disk, and returns the names of it there.
  ///
  /// What the disk does not take cannot be undone any more, nor what came before it; likewise what was to be redone after it.
  ///
  /// - Parameter firstAttempt: The attempt of branch 0.
  /// - Returns: The names.
  mutating func store(firstAttempt: Int) -> Stored {
    for (index, moment) in past.enumerated().reversed() where moment.file == nil {
      guard !spill(moment) else { continue }
      forget(Array(past[...index]))
      break
    }
    for moment in undone.reversed().flatMap({ [$0.moment, $0.tip] }) where moment.file == nil {
      guard !spill(moment) else { continue }
      forgetUndone(upTo: moment)
      break
    }
    return Stored(
      past: past.compactMap(\.file?.lastPathComponent),
      undone: undone.compactMap { pair in
        guard let moment = pair.moment.file, let tip = pair.tip.file else { return nil }
        let attempt =
          switch pair.tip.place {
          case .branch(let branch, _): firstAttempt + branch
          case .attempt(let attempt, _): attempt
          }
        return Stored.Undone(
          moment: moment.lastPathComponent, tip: tip.lastPathComponent, attempt: attempt)
      })
  }

  private var all: [Moment] { past + undone.reversed().flatMap { [$0.moment, $0.tip] } }

  /// Removes everything, also from the disk.
  mutating func clear() {
    past = []
    undone = []
    try? FileManager.default.removeItem(at: folder)
  }

  /// Spills the oldest until the rest fits; what the disk does not take, or is too much in all, is forgotten.
  ///
  /// With a moment goes what lies behind it: each holds only what moved until the next.
  private mutating func fit() {
    while all.reduce(0, { $0 + $1.size }) > size, let oldest = past.first, past.count > 1 {
      forget([oldest])
    }
    while all.reduce(0, { $0 + $1.bytes }) > memory,
      let oldest = all.first(where: { $0.bytes > 0 })
    {
      guard !spill(oldest) else { continue }
      if let place = past.firstIndex(where: { $0 === oldest }) {
        forget(Array(past[...place]))
      } else {
        forgetUndone(upTo: oldest)
      }
    }
  }

  /// Forgets what was undone, the last to be redone first, up to a moment, or all of it.
  private mutating func forgetUndone(upTo moment: Moment? = nil) {
    let place = undone.firstIndex { $0.moment === moment || $0.tip === moment }
    for pair in undone[..<(place.map { $0 + 1 } ?? undone.count)] {
      forget([pair.moment, pair.tip])
    }
  }

  private mutating func spill(_ moment: Moment) -> Bool {
    spilled += 1
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try moment.spill(to: folder.appending(path: "\(spilled)"))
      return true
    } catch {
      return false
    }
  }

  private mutating func forget(_ moments: [Moment]) {
    for moment in moments {
      past.removeAll { $0 === moment }
      undone.removeAll { $0.moment === moment || $0.tip === moment }
      moment.remove()
    }
  }
}
