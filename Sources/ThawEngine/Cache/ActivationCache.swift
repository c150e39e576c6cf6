import Foundation
import ThawData
import ThawProtocol
import ThawStore
import ThawTensor

/// Keeps the outputs of the frozen prefix, so that they are computed once and not in every epoch.
///
/// It never changes what is trained on: outputs are kept under all that they depend on, in the memory layout that they were
/// computed in, and always computed in batches as large as an uncached run's. What it decides by the clock is only
/// whether they are computed again. With augmentation it works only where the draws repeat.
///
/// There is room for the outputs of all samples or for none: to compute the few that a batch lacks takes as long, in a batch as
/// large, as to compute all of it.
///
/// Lives on the engine's thread.
final class ActivationCache {
  /// What it does about a split.
  enum Activity: Equatable {
    /// No row is frozen from the input on, or it may not keep anything.
    case none
    /// The first batches are kept to see how long that takes.
    case measuring
    /// Outputs are kept as they are computed, until there are all.
    case keeping
    /// It would not pay, or there is no room.
    case declined(reason: String)
  }

  /// A split of the data, and what is known of keeping its outputs.
  struct Side {
    let data: DataFingerprint
    var places: SamplePlaces
    /// Whether every epoch shows a sample as one before did.
    let repeats: Bool
    var activity = Activity.none
    var compute = Durations()
    var write = Durations()
    var read = Durations()
  }

  let options: Recipe.Cache
  /// Where what memory has no room for goes; nil: nowhere.
  var folder: URL? { didSet { if let folder { TableMemory.clean(folder) } } }
  /// The rows below the first that trains.
  private(set) var rows = 0
  private(set) var sides: [SampleSplit: Side]
  /// The least recently begun first.
  private var tables: [ActivationTable] = []
  /// What stands for the weights of the first 0, 1, … `rows` rows.
  private var digests = [TensorDigest()]
  private let time: () -> Double

  /// The time, in seconds since whenever.
  func now() -> Double { time() }

  /// Batches that are measured before anything is decided.
  private static let probes = 3

  init(_ options: Recipe.Cache, _ sides: [SampleSplit: Side], time: @escaping () -> Double) {
    self.options = options
    self.sides = sides
    self.time = time
  }

  /// Takes note of how many rows are frozen from the input on, and of their weights.
  ///
  /// To be called after every change of mask or of frozen weights.
  ///
  /// - Parameters:
  ///   - rows: The rows below the first that trains.
  ///   - weightsChanged: Whether frozen weights may be others than at the last call.
  ///   - tensors: The parameters and buffers of a row.
  /// - Throws: What libtorch says.
  func follow(
    rows: Int, weightsChanged: Bool, tensors: (_ row: Int) -> [Tensor]
  ) throws(TorchError) {
    guard options.enabled != .never else { return }
    if weightsChanged { digests = [TensorDigest()] }
    // Rows that stayed frozen have not changed; those above may have.
    digests.removeLast(max(0, digests.count - 1 - rows))
    while digests.count <= rows {
      var digest = digests[digests.count - 1]
      try digest.add(tensors(digests.count - 1))
      digests.append(digest)
    }
    guard rows != self.rows || weightsChanged else { return }
    self.rows = rows
    for split in Array(sides.keys) { begin(split) }
  }

  private func begin(_ split: SampleSplit) {
    guard var side = sides[split] else { return }
    (side.compute, side.write, side.read) = (Durations(), Durations(), Durations())
    side.activity =
      rows == 0 || !side.repeats ? .none : table(split, rows: rows) == nil ? .measuring : .keeping
    sides[split] = side
  }

  /// Drops the outputs of rows that are about to change, and those of weights that are no more.
  func dropStale() {
    tables.removeAll { $0.key.rows > rows || $0.key.weights != digests[$0.key.rows] }
  }

  /// Outputs of a frozen prefix for the samples of a batch.
  struct Kept {
    /// How many rows gave them.
    var rows: Int
    /// `[B, …]`.
    var outputs: Tensor
    /// The samples, those that cannot be read left out.
    var samples: [Int]
  }

  /// What is kept for all of the samples, of as many rows as possible; nil where it is not kept of all.
  func kept(_ samples: [Int], of split: SampleSplit, epoch: Int) throws(TorchError) -> Kept? {
    guard rows > 0, let side = sides[split], side.repeats else { return nil }
    let samples = side.places.readable(samples)
    guard !samples.isEmpty else { return nil }
    let slots = side.places.slots(samples, epoch: epoch)
    let usable = tables.filter { isUsable($0, split) && $0.holds(slots) }
    guard let table = usable.max(by: { $0.key.rows < $1.key.rows }) else { return nil }
    return Kept(rows: table.key.rows, outputs: try table.read(slots), samples: samples)
  }

  /// What to compute of an epoch so that all of a batch is kept, at most `limit` samples: those of the batch that are not,
  /// then others that a later batch of the epoch will lack; nil where that would not pay.
  ///
  /// It pays where a few are left; and where a part of the batch and half of the epoch's samples are kept: computing the rest
  /// takes less than computing all of every batch would, even if nobody reads pictures ahead. Not so where the batch is kept of
  /// fewer rows, `isShallow`.
  func missing(
    of split: SampleSplit, for batch: [Int], epoch: Int, atMost limit: Int, isShallow: Bool = false
  ) -> [Int]? {
    guard let side = sides[split], side.activity == .keeping,
      let table = table(split, rows: rows)
    else { return nil }
    let first = Set(side.places.missing(of: batch, in: table, epoch: epoch))
    guard !first.isEmpty else { return nil }
    let isPartial = first.count < batch.count && !isShallow
    // Looking through all of a large split takes a while, and in its first pass tells what is known.
    guard isPartial || side.places.readableCount / side.places.draws - table.count < limit
    else { return nil }
    let all = side.places.missing(in: table, epoch: epoch)
    guard all.count < limit || (isPartial && all.count * 2 <= side.places.sampleCount)
    else { return nil }
    return Array((first.sorted() + all.filter { !first.contains($0) }).prefix(limit))
  }

  /// Takes computed outputs into what is kept, where that is decided or to be decided.
  ///
  /// - Parameters:
  ///   - outputs: The outputs `[B, …]` of the frozen prefix.
  ///   - samples: The B samples.
  ///   - split: The split that they are of.
  ///   - epoch: The epoch as whose augmentation they were varied.
  ///   - seconds: How long it took to get them.
  ///   - passesLeft: How often the split will be gone through, this time included.
  /// - Throws: What libtorch says.
  func keep(
    _ outputs: Tensor, of samples: [Int], in split: SampleSplit, epoch: Int, seconds: Double,
    passesLeft: Double
  ) throws(TorchError) {
    guard var side = sides[split], side.activity == .measuring || side.activity == .keeping
    else { return }
    defer { sides[split] = side }
    let table: ActivationTable
    switch self.table(split, rows: rows).map({ .success($0) }) ?? makeTable(split, side, outputs) {
    case .success(let made): table = made
    case .failure(let error):
      side.activity = .declined(reason: error.description)
      return
    }
    let slots = side.places.slots(samples, epoch: epoch)
    let start = time()
    try table.write(outputs, at: slots)
    let written = time()
    side.compute.add(seconds)
    side.write.add(written - start)
    // What float16 cannot hold may come with any batch.
    guard side.read.count < Self.probes || options.number == .float16 else { return }
    let copy = try table.read(slots)
    side.read.add(time() - written)
    if options.number == .float16, try !copy.isFinite() {
      decline(&side, split, "float16 cannot hold the outputs; cache.dtype = \"float32\" can")
    } else if side.read.count == Self.probes || options.enabled == .always {
      decide(&side, split, passesLeft)
    }
  }

  private func decide(_ side: inout Side, _ split: SampleSplit, _ passesLeft: Double) {
    guard options.enabled == .automatic, side.activity == .measuring else {
      side.activity = .keeping
      return
    }
    guard let breakEven = side.breakEven else { return }
    if breakEven.pays(within: passesLeft) {
      side.activity = .keeping
      return
    }
    decline(&side, split, breakEven.objection(within: passesLeft))
  }

  private func decline(_ side: inout Side, _ split: SampleSplit, _ reason: String) {
    side.activity = .declined(reason: reason)
    tables.removeAll { $0.key.split == split && $0.key.rows == rows }
  }

  /// Whether the outputs for a split are being kept.
  func isKeeping(_ split: SampleSplit) -> Bool { sides[split]?.activity == .keeping }

  /// Notes samples whose picture cannot be read.
  func exclude(_ samples: [Int], from split: SampleSplit) {
    sides[split]?.places.exclude(samples)
  }

  /// The table of outputs of so many rows as their weights are now; nil where there is none.
  func table(_ split: SampleSplit, rows: Int) -> ActivationTable? {
    tables.first { $0.key.rows == rows && isUsable($0, split) }
  }

  private func isUsable(_ table: ActivationTable, _ split: SampleSplit) -> Bool {
    table.key.split == split && table.key.rows <= rows
      && table.key.weights == digests[table.key.rows]
  }
}

extension ActivationCache {
  private func makeTable(
    _ split: SampleSplit, _ side: Side, _ outputs: Tensor
  ) -> Result<ActivationTable, CacheError> {
    let key = ActivationKey(
      split: split, data: side.data, rows: rows, weights: digests[rows], number: options.number)
    let layout = SampleLayout(samplesOf: outputs)
    let bytes = ActivationTable.bytes(layout, places: side.places.count, as: key.number)
    let kept = tables.map { table in
      CacheRoom.Kept(
        bytes: table.memory.bytes, place: table.memory.place, isNeeded: isNeeded(table),
        unfilled: table.unfilled)
    }
    let room = CacheRoom(wanted: options.memory << 20, beside: kept, free: FreeMemory.bytes())
    let decision = room.decide(
      bytes, beside: kept, freeDisk: folder.flatMap { TableMemory.freeDisk(at: $0) })
    return Result { () throws(CacheError) in
      let memory: TableMemory
      switch (decision, folder) {
      case (.refused(let reason), _):
        let advice = options.number == .float32 ? "; cache.dtype = \"float16\" takes half" : ""
        throw .refused(reason + advice)
      case (.place(.disk, _), let folder?):
        memory = try TableMemory(bytes: bytes, in: folder)
      case (.place(_, let dropping), _):
        for index in dropping.reversed() { tables.remove(at: index) }
        memory = try TableMemory(bytes: bytes)
      }
      let table = ActivationTable(
        key, layout: layout, places: side.places.count, memory: memory)
      tables.append(table)
      return table
    }
  }

  /// Whether a table is that of the present prefix, or what it is being extended from.
  private func isNeeded(_ table: ActivationTable) -> Bool {
    let split = table.key.split
    guard isUsable(table, split) else { return false }
    let deepest = tables.filter { isUsable($0, split) }.map(\.key.rows).max()
    return table.key.rows == deepest || table.key.rows == rows
  }
}

extension ActivationCache.Side {
  /// What was measured; nil before all of it was.
  var breakEven: BreakEven? {
    guard let compute = compute.median, let write = write.median, let read = read.median
    else { return nil }
    return BreakEven(compute: compute, write: write, read: read, fillPasses: places.draws)
  }
}

extension BreakEven {
  /// Why it does not pay.
  func objection(within passes: Double) -> String {
    guard let paybackPasses else {
      return "reading takes as long as computing"
    }
    let needed = oneDecimal(Double(fillPasses) + paybackPasses)
    return "it would pay after \(needed) passes over the data, and \(oneDecimal(passes)) are left"
  }

  private func oneDecimal(_ number: Double) -> String {
    "\((number * 10).rounded() / 10)"
  }
}
