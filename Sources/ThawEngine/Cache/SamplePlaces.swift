/// Where in a table the output for a sample is, in each of its augmentation draws.
struct SamplePlaces: Sendable {
  /// How many draws of each sample there are.
  let draws: Int
  private let samples: [Int]
  private var ranks: [Int32]
  /// Samples whose picture cannot be read; nothing is ever kept for them.
  private(set) var unreadable: Set<Int> = []

  /// - Parameters:
  ///   - samples: The samples of a split, as indices into its source.
  ///   - draws: After how many epochs augmentation repeats itself.
  init(_ samples: [Int], draws: Int) {
    self.samples = samples
    self.draws = draws
    ranks = [Int32](repeating: -1, count: (samples.max() ?? -1) + 1)
    for (rank, sample) in samples.enumerated() { ranks[sample] = Int32(rank) }
  }

  /// How many places there are.
  var count: Int { samples.count * draws }

  /// How many outputs a complete table holds.
  var readableCount: Int { (samples.count - unreadable.count) * draws }

  /// The places for samples, in an epoch.
  func slots(_ samples: [Int], epoch: Int) -> [Int64] {
    let draw = epoch % draws
    return samples.map { Int64(Int(ranks[$0]) * draws + draw) }
  }

  /// Notes samples whose picture turned out not to be readable.
  mutating func exclude(_ samples: [Int]) { unreadable.formUnion(samples) }

  /// The samples that can be read, in their order.
  func readable(_ samples: [Int]) -> [Int] {
    unreadable.isEmpty ? samples : samples.filter { !unreadable.contains($0) }
  }

  /// How many samples there are.
  var sampleCount: Int { samples.count }

  /// The samples, of some or of all, that a table lacks in an epoch and that can be read.
  func missing(of some: [Int]? = nil, in table: ActivationTable, epoch: Int) -> [Int] {
    let (some, draw) = (some ?? samples, epoch % draws)
    return some.filter { sample in
      !table.holds(Int64(Int(ranks[sample]) * draws + draw)) && !unreadable.contains(sample)
    }
  }
}
