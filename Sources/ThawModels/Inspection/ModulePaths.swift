/// Groups the tensors of an unknown architecture by the modules that their names tell of.
///
/// A row is what stands before the first number in a name, with the number: `encoder.layer.5`. A name
/// without one belongs to its outermost module, below those that all names have in common: `pooler`.
struct ModulePaths {
  /// Each row's name and the indices of its tensors.
  private(set) var rows: [(name: String, indices: [Int])] = []

  init(_ names: [String]) {
    let paths = names.map { $0.split(separator: ".", omittingEmptySubsequences: false) }
    let shared = Self.sharedModules(paths)
    var groups: [String: [Int]] = [:]
    // Where a container such as `encoder.layer` is first seen; its rows follow by number, not by text.
    var order: [String: (container: Int, number: Int)] = [:]
    var containers: [String: Int] = [:]
    for (index, path) in paths.enumerated() {
      let modules = path.dropLast()
      let end = modules.firstIndex { Int($0) != nil } ?? min(shared, path.count - 1)
      let row = path[...end].joined(separator: ".")
      let container = path[..<end].joined(separator: ".")
      let number = Int(path[end])
      let key = number == nil ? row : container + "."
      let place = containers[key, default: containers.count]
      containers[key] = place
      order[row] = (place, number ?? 0)
      groups[row, default: []].append(index)
    }
    rows = groups.map { ($0.key, $0.value) }.sorted { lhs, rhs in
      let (left, right) = (order[lhs.0] ?? (0, 0), order[rhs.0] ?? (0, 0))
      return (left.container, left.number, lhs.0) < (right.container, right.number, rhs.0)
    }
  }

  /// How many leading modules all names have in common; the tensors' own names do not count.
  private static func sharedModules(_ paths: [[Substring]]) -> Int {
    guard let first = paths.first else { return 0 }
    let limit = (paths.map(\.count).min() ?? 1) - 1
    return (0..<limit).first { depth in paths.contains { $0[depth] != first[depth] } } ?? limit
  }
}
