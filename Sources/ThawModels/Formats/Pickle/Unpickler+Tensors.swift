import Foundation

extension Unpickler {
  /// A list of alternating keys and values as pairs.
  func pairs(
    _ items: [PickleValue]
  ) throws(FormatProblem) -> [(key: PickleValue, value: PickleValue)] {
    guard items.count.isMultiple(of: 2) else {
      throw meaningless("a dictionary has a key without a value")
    }
    return stride(from: 0, to: items.count, by: 2).map { (items[$0], items[$0 + 1]) }
  }

  /// What a call of one of the known names gives.
  mutating func reduce(
    _ callable: PickleValue, _ arguments: PickleValue
  ) throws(FormatProblem) -> PickleValue {
    guard case .global(let global) = callable else {
      throw FormatProblem(
        kind: .refused, what: "refused: the file calls \(callable.kind)", place: nil)
    }
    guard case .tuple(let index) = arguments else {
      throw meaningless("a call has \(arguments.kind) for its arguments")
    }
    let arguments = arena.sequences[index]
    switch global {
    case .orderedDictionary: return .dictionary(try orderedDictionary(arguments))
    case .size:
      guard arguments.count == 1, arena.items(arguments[0]) != nil else {
        throw meaningless("a size is not made from a tuple")
      }
      return arguments[0]
    case .bytes where arguments.isEmpty: return .bytes(Data())
    case .encode: return .bytes(try encoded(arguments))
    case .rebuildTensor: return .tensor(try tensor(arguments))
    case .rebuildParameter:
      guard case .tensor(let tensor)? = arguments.first else {
        throw meaningless("a parameter is not made from a tensor")
      }
      return .tensor(tensor)
    case .bytes, .storage:
      throw FormatProblem(
        kind: .refused, what: "refused: the file calls a type that it may only name", place: nil)
    }
  }

  private mutating func orderedDictionary(_ arguments: [PickleValue]) throws(FormatProblem) -> Int {
    guard let argument = arguments.first else { return arena.addDictionary([]) }
    guard arguments.count == 1, let items = arena.items(argument) else {
      throw meaningless("an ordered dictionary is not made from a list")
    }
    // The same list can be asked for again and again, a few bytes each time.
    copiedPairs += items.count
    guard copiedPairs <= Self.copiedPairsLimit else {
      throw meaningless("the pickle makes dictionaries of more than \(Self.copiedPairsLimit) pairs")
    }
    var entries: [PickleValue] = []
    for item in items {
      guard let pair = arena.items(item), pair.count == 2 else {
        throw meaningless("an ordered dictionary is not made from pairs")
      }
      entries += pair
    }
    return arena.addDictionary(try pairs(entries))
  }

  private func encoded(_ arguments: [PickleValue]) throws(FormatProblem) -> Data {
    guard arguments.count == 2, case .string(let text) = arguments[0],
      case .string("latin1") = arguments[1], let bytes = text.data(using: .isoLatin1)
    else { throw meaningless("bytes are not encoded as latin1") }
    return bytes
  }

  /// The storage that a persistent id names.
  func storage(_ identifier: PickleValue) throws(FormatProblem) -> TorchStorage {
    guard let fields = arena.items(identifier), (5...6).contains(fields.count),
      case .string("storage") = fields[0], case .global(.storage(let type)) = fields[1],
      case .string(let key) = fields[2], case .integer(let count) = fields[4],
      let bytes = checkedProduct([count, type.bytes]), bytes >= 0
    else { throw meaningless("a storage is not described as PyTorch does") }
    var window = 0..<count
    if fields.count == 6, let view = arena.items(fields[5]) {
      guard view.count == 3, case .integer(let offset) = view[1], case .integer(let size) = view[2],
        offset >= 0, size >= 0, offset <= count, size <= count - offset
      else { throw meaningless("a view exceeds its storage “\(key)”") }
      window = offset..<offset + size
    }
    return TorchStorage(key: key, type: type, count: count, window: window)
  }

  /// The tensor that `_rebuild_tensor(storage, offset, size, stride, …)` makes.
  private func tensor(_ arguments: [PickleValue]) throws(FormatProblem) -> TorchTensor {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1],
      let shape = arena.integers(arguments[2], limit: Self.rankLimit),
      let strides = arena.integers(arguments[3], limit: Self.rankLimit),
      shape.count == strides.count
    else { throw meaningless("a tensor is not described as PyTorch does") }
    guard let count = checkedProduct(shape), strides.allSatisfy({ $0 >= 0 }), offset >= 0 else {
      throw meaningless("a tensor has an impossible shape \(shape), strides \(strides)")
    }
    // A view of more elements than there are, by strides of 0, could ask for any amount of memory.
    guard count <= storage.window.count,
      let end = Self.end(offset: offset, shape: shape, strides: strides),
      end <= storage.window.count
    else {
      throw meaningless(
        "a tensor of shape \(shape), strides \(strides) and offset \(offset) exceeds its storage "
          + "“\(storage.key)” of \(storage.window.count) elements")
    }
    return TorchTensor(
      storage: storage, offset: storage.window.lowerBound + offset, shape: shape, strides: strides)
  }

  /// One past the last element of a view, or nil where it exceeds an `Int`.
  private static func end(offset: Int, shape: [Int], strides: [Int]) -> Int? {
    guard !shape.contains(0) else { return offset }
    var last = offset
    for (size, stride) in zip(shape, strides) {
      let (reach, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      let (next, exceeded) = last.addingReportingOverflow(reach)
      guard !overflow, !exceeded else { return nil }
      last = next
    }
    return last == .max ? nil : last + 1
  }
}
