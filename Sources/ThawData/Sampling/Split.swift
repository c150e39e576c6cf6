/// Which samples train and which validate.
public struct Split: Equatable, Sendable {
  /// Indices of the training samples, ascending.
  public var training: [Int]
  /// Indices of the validation samples, ascending.
  public var validation: [Int]

  /// Splits so that every class gives the same share to validation.
  ///
  /// The same labels, share and seed give the same split. A class of two or more samples has at
  /// least one on each side unless the share is zero; a class of one trains.
  ///
  /// - Parameters:
  ///   - labels: The class of each sample.
  ///   - validationShare: Part of each class that validates, 0..<1.
  ///   - seed: Chooses which samples.
  public init(labels: [Int], validationShare: Double, seed: UInt64) {
    precondition((0..<1).contains(validationShare))
    (training, validation) = ([], [])
    for (label, members) in Self.classes(Array(labels.indices), labels: labels) {
      var draws = DrawSequence(.split, seed: seed, label)
      let shuffled = draws.shuffled(members)
      let wanted = Int((validationShare * Double(members.count)).rounded())
      let count = validationShare == 0 ? 0 : min(max(wanted, 1), members.count - 1)
      validation += shuffled.prefix(count)
      training += shuffled.dropFirst(count)
    }
    training.sort()
    validation.sort()
  }

  /// At most `limit` of the samples, as many of each class as there is room for, ascending.
  ///
  /// A larger limit with the same seed contains what a smaller one chose.
  ///
  /// - Parameters:
  ///   - indices: The samples to choose from.
  ///   - labels: The class of each sample; all samples, not only those to choose from.
  ///   - limit: The most samples; nil for all.
  ///   - seed: Chooses which samples.
  /// - Returns: The chosen samples.
  public static func balanced(
    _ indices: [Int], labels: [Int], limit: Int?, seed: UInt64
  ) -> [Int] {
    guard let limit, limit < indices.count else { return indices.sorted() }
    let queues = classes(indices, labels: labels).map { label, members in
      var draws = DrawSequence(.limit, seed: seed, label)
      return draws.shuffled(members)
    }
    var chosen: [Int] = []
    var round = 0
    while chosen.count < limit {
      for queue in queues where round < queue.count && chosen.count < limit {
        chosen.append(queue[round])
      }
      round += 1
    }
    return chosen.sorted()
  }

  private static func classes(
    _ indices: [Int], labels: [Int]
  ) -> [(label: Int, members: [Int])] {
    Dictionary(grouping: indices.sorted()) { labels[$0] }
      .sorted { $0.key < $1.key }
      .map { (label: $0.key, members: $0.value) }
  }
}
