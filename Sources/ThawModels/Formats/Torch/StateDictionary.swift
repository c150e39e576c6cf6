import Foundation

/// Finds the tensors in what PyTorch saved, and makes them dense.
struct StateDictionary {
  private let arena: PickleArena
  private let storages: [String: Data]

  /// How deep the dictionary of tensors may lie: `checkpoint["state_dict"]["model"]`.
  private static let depthLimit = 4
  /// The keys under which training programs keep it.
  private static let containers = ["state_dict", "model", "model_state_dict"]

  /// Reads tensors of a pickle whose storages' bytes are given by key.
  init(_ arena: PickleArena, storages: [String: Data]) {
    self.arena = arena
    self.storages = storages
  }

  /// All tensors under the root, in the order in which they were saved.
  func tensors(under root: PickleValue) throws(FormatProblem) -> [StoredTensor] {
    guard let found = entries(under: root, depth: 0) else {
      throw FormatProblem(
        kind: .unsupported,
        what: "holds no dictionary of tensors; save a model's state_dict()", place: nil)
    }
    var budget = CopyBudget()
    var tensors: [StoredTensor] = []
    for (name, view) in found {
      do throws(FormatProblem) {
        let data = try dense(view, budget: &budget)
        tensors.append(
          StoredTensor(name: name, shape: view.shape, type: view.storage.type, data: data))
      } catch {
        throw error.located("tensor “\(name.prefix(120))”")
      }
    }
    return tensors
  }

  private func entries(
    under value: PickleValue, depth: Int
  ) -> [(name: String, view: TorchTensor)]? {
    guard case .dictionary(let index) = value, depth < Self.depthLimit else { return nil }
    var order: [String] = []
    var values: [String: PickleValue] = [:]
    for case (.string(let key), let value) in arena.dictionaries[index]
    where values.updateValue(value, forKey: key) == nil {
      order.append(key)
    }
    // A checkpoint may hold stray tensors, such as its best accuracy, beside the model's.
    for container in Self.containers {
      guard let inner = values[container] else { continue }
      if let found = entries(under: inner, depth: depth + 1) { return found }
    }
    let tensors = order.compactMap { key -> (name: String, view: TorchTensor)? in
      guard case .tensor(let view)? = values[key] else { return nil }
      return (key, view)
    }
    return tensors.isEmpty ? nil : tensors
  }

  private func dense(
    _ view: TorchTensor, budget: inout CopyBudget
  ) throws(FormatProblem) -> Data {
    let size = view.storage.type.bytes
    let storage = try bytes(of: view.storage)
    if view.isContiguous {
      let start = storage.startIndex + view.offset * size
      return storage[start..<start + view.count * size]
    }
    try budget.spend(view.count * size, of: view.storage)
    return view.gathered(from: storage)
  }

  private func bytes(of storage: TorchStorage) throws(FormatProblem) -> Data {
    guard let bytes = storages[storage.key] else {
      throw meaningless("its storage “\(storage.key)” is not in the file")
    }
    guard bytes.count == storage.count * storage.type.bytes else {
      throw meaningless(
        "its storage “\(storage.key)” holds \(bytes.count) bytes, not \(storage.count) elements")
    }
    return bytes
  }
}

/// Keeps views that share one storage from asking for any amount of memory.
private struct CopyBudget {
  private var spent: [String: Int] = [:]

  mutating func spend(_ bytes: Int, of storage: TorchStorage) throws(FormatProblem) {
    spent[storage.key, default: 0] += bytes
    guard spent[storage.key, default: 0] <= 4 * storage.count * storage.type.bytes else {
      throw .unsupported("too many strided views share the storage “\(storage.key)”")
    }
  }
}

extension TorchTensor {
  var count: Int { checkedProduct(shape) ?? 0 }

  /// Whether its elements lie one after the other, row by row.
  var isContiguous: Bool {
    guard count > 0 else { return true }
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      if stride != expected { return false }
      expected *= size
    }
    return true
  }

  /// Its elements row by row.
  func gathered(from bytes: Data) -> Data {
    switch storage.type.bytes {
    case 8: gathered(UInt64.self, from: bytes)
    case 4: gathered(UInt32.self, from: bytes)
    case 2: gathered(UInt16.self, from: bytes)
    default: gathered(UInt8.self, from: bytes)
    }
  }

  // The released EfficientNets are all transposed, so this loop goes over millions of elements.
  private func gathered<Element: BitwiseCopyable>(_ type: Element.Type, from bytes: Data) -> Data {
    let size = MemoryLayout<Element>.size
    // Dimensions of 1, as a 1×1 convolution has them, would make the inner loop as short.
    var axes = zip(shape, strides).filter { $0.0 != 1 }.map { (size: $0, stride: $1) }
    guard let inner = axes.popLast() else { preconditionFailure("one element is contiguous") }
    var result = Data(count: count * size)
    result.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { source in
        var index = [Int](repeating: 0, count: axes.count)
        for row in 0..<count / inner.size {
          var from = zip(index, axes).reduce(offset) { $0 + $1.0 * $1.1.stride } * size
          var to = row * inner.size * size
          for _ in 0..<inner.size {
            let element = source.loadUnaligned(fromByteOffset: from, as: type)
            target.storeBytes(of: element, toByteOffset: to, as: type)
            from += inner.stride * size
            to += size
          }
          for axis in index.indices.reversed() {
            index[axis] += 1
            if index[axis] < axes[axis].size { break }
            index[axis] = 0
          }
        }
      }
    }
    return result
  }
}
