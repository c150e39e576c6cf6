import Foundation

/// A value that a pickle describes.
///
/// Containers are indices into a ``PickleArena``: a pickle may nest them a million deep or in a circle,
/// and neither may cost stack or leak.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  /// An integer that exceeds an `Int`: little-endian two's complement.
  case bigInteger(Data)
  case double(Double)
  case string(String)
  case bytes(Data)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case global(PickleGlobal)
  indirect case storage(TorchStorage)
  indirect case tensor(TorchTensor)

  /// The kind of value, for messages.
  var kind: String {
    switch self {
    case .none: "None"
    case .bool: "a boolean"
    case .integer, .bigInteger: "an integer"
    case .double: "a number"
    case .string: "a string"
    case .bytes: "bytes"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dictionary"
    case .global: "a type"
    case .storage: "a storage"
    case .tensor: "a tensor"
    }
  }
}

/// The contents of a pickle's containers.
struct PickleArena {
  /// The items of tuples and lists.
  private(set) var sequences: [[PickleValue]] = []
  /// The entries of dictionaries in order of insertion; of equal keys the last one stands.
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  /// Every storage that the pickle names.
  private(set) var storages: [TorchStorage] = []

  mutating func add(_ storage: TorchStorage) { storages.append(storage) }

  mutating func addSequence(_ items: [PickleValue]) -> Int {
    sequences.append(items)
    return sequences.count - 1
  }

  mutating func addDictionary(_ entries: [(key: PickleValue, value: PickleValue)]) -> Int {
    dictionaries.append(entries)
    return dictionaries.count - 1
  }

  mutating func append(_ items: [PickleValue], toSequence index: Int) {
    sequences[index].append(contentsOf: items)
  }

  mutating func append(
    _ entries: [(key: PickleValue, value: PickleValue)], toDictionary index: Int
  ) {
    dictionaries[index].append(contentsOf: entries)
  }

  /// The items of a tuple or list of at most `limit` integers; nil for anything else.
  func integers(_ value: PickleValue, limit: Int) -> [Int]? {
    guard let items = items(value), items.count <= limit else { return nil }
    var integers: [Int] = []
    for item in items {
      guard case .integer(let integer) = item else { return nil }
      integers.append(integer)
    }
    return integers
  }

  /// The items of a tuple or list; nil for anything else.
  func items(_ value: PickleValue) -> [PickleValue]? {
    switch value {
    case .tuple(let index), .list(let index): sequences[index]
    default: nil
    }
  }
}

/// The storage that tensors view: a run of elements somewhere else in the file.
struct TorchStorage {
  /// The key under which the file holds it.
  var key: String
  var type: StoredType
  /// The number of elements that the file holds.
  var count: Int
  /// The part of them that is meant, for files of old versions.
  var window: Range<Int>
}

/// A tensor as a view of a storage.
///
/// Its extent is proven to lie within the storage's window.
struct TorchTensor {
  var storage: TorchStorage
  /// The first element, counted from the start of the storage.
  var offset: Int
  var shape: [Int]
  var strides: [Int]
}
