import Foundation

/// The moments before interventions, in bounded memory: the oldest are spilled to the disk.
struct UndoHistory {
  /// What the moments may take in memory, in bytes.
  static let memory = 256 << 20
  /// How many interventions can be undone.
  static let depth = 100

  /// Where moments are spilled; made when needed.
  let folder: URL
  var memory = Self.memory

  private(set) var past: [Moment] = []
  private var undone: [(moment: Moment, tip: Moment)] = []
  private var spilled = 0

  init(folder: URL) {
    self.folder = folder
    try? FileManager.default.removeItem(at: folder)
  }

  /// The moment that undo goes back to.
  var last: Moment? { past.last }
  /// Where redo returns to.
  var tip: Moment? { undone.last?.tip }

  /// Takes the moment before an intervention; what was undone before cannot be redone any more.
  mutating func remember(_ moment: Moment) {
    undone = []
    past.append(moment)
    if past.count > Self.depth { past.removeFirst() }
    fit()
  }

  /// Notes that the run went back to ``last``, from `tip`.
  mutating func undo(from tip: Moment) {
    undone.append((past.removeLast(), tip))
    fit()
  }

  /// Notes that the run returned to ``tip``.
  mutating func redo() { past.append(undone.removeLast().moment) }

  /// Removes what is on the disk.
  mutating func clear() {
    past = []
    undone = []
    try? FileManager.default.removeItem(at: folder)
  }

  /// Spills the oldest until the rest fits; what the disk does not take is forgotten.
  private mutating func fit() {
    var all = past + undone.reversed().flatMap { [$0.moment, $0.tip] }
    while all.reduce(0, { $0 + $1.bytes }) > memory, let oldest = all.first(where: { $0.bytes > 0 })
    {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        spilled += 1
        try oldest.spill(to: folder.appending(path: "\(spilled).safetensors"))
      } catch {
        past.removeAll { $0 === oldest }
        undone.removeAll { $0.moment === oldest || $0.tip === oldest }
        all.removeAll { $0 === oldest }
      }
    }
  }
}
