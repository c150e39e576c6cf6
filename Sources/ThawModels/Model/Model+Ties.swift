extension Model {
  /// The rows that use a parameter together, by index: each group freezes and thaws as one.
  public var tiedRows: [[Int]] {
    var groups: [Set<Int>] = []
    for (index, row) in rows.enumerated() {
      let owners = rows.indices.filter { !Set(rows[$0].parameters).isDisjoint(with: row.shared) }
      guard !owners.isEmpty else { continue }
      var group = Set(owners + [index])
      // A row that shares with several joins them all.
      for other in groups where !other.isDisjoint(with: group) { group.formUnion(other) }
      groups.removeAll { !$0.isDisjoint(with: group) }
      groups.append(group)
    }
    return groups.map { $0.sorted() }
  }

  /// The names of the rows that freeze and thaw with one; nil where it has its tensors for itself.
  func rowsTied(to index: Int) -> [String]? {
    tiedRows.first { $0.contains(index) }?.filter { $0 != index }.map { rows[$0].name }
  }
}
