import Foundation

/// The layout in which PyTorch saved before version 1.6.
///
/// Five things follow one another: a magic number, a version and the writer's properties, each a pickle
/// of its own; the pickle of the saved object; the pickle of the list of storage keys; then the storages
/// in that order, each an Int64 count followed by its elements.
enum TorchLegacyFile {
  private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  private static let version = 1001

  static func tensors(in data: Data) throws(FormatProblem) -> [StoredTensor] {
    var reader = ByteReader(data)
    try checkPreamble(&reader)
    let object = try Unpickler.read(from: &reader)
    let keys = try storageKeys(&reader)
    let types = try storageTypes(object.arena)
    let storages = try storages(keys: keys, types: types, &reader)
    return try StateDictionary(object.arena, storages: storages).tensors(under: object.root)
  }

  private static func checkPreamble(_ reader: inout ByteReader) throws(FormatProblem) {
    guard case .bigInteger(let number) = try Unpickler.read(from: &reader).root,
      number.elementsEqual(magic)
    else {
      throw FormatProblem(
        kind: .unknownFormat, what: "a pickle, but not one that PyTorch saved", place: nil)
    }
    let start = reader.position
    guard case .integer(version) = try Unpickler.read(from: &reader).root else {
      throw FormatProblem(
        kind: .unsupported, what: "the layout is not version \(version)", place: "byte \(start)")
    }
    let properties = try Unpickler.read(from: &reader)
    guard case .dictionary(let index) = properties.root else {
      throw .corrupt("the writer's properties are not a dictionary", at: start)
    }
    for case (.string("little_endian"), .bool(false)) in properties.arena.dictionaries[index] {
      throw .unsupported("written on a big-endian machine")
    }
  }

  private static func storageKeys(_ reader: inout ByteReader) throws(FormatProblem) -> [String] {
    let start = reader.position
    let list = try Unpickler.read(from: &reader)
    guard let items = list.arena.items(list.root) else {
      throw .corrupt("the storage keys are not a list", at: start)
    }
    var keys: [String] = []
    for item in items {
      guard case .string(let key) = item else {
        throw .corrupt("a storage key is not a string", at: start)
      }
      keys.append(key)
    }
    guard Set(keys).count == keys.count else {
      throw .corrupt("a storage is listed twice", at: start)
    }
    return keys
  }

  /// The element type of each storage that a tensor views; two types for one storage are refused.
  private static func storageTypes(
    _ arena: PickleArena
  ) throws(FormatProblem) -> [String: StoredType] {
    var types: [String: StoredType] = [:]
    for storage in arena.storages {
      let known = types.updateValue(storage.type, forKey: storage.key)
      guard known == nil || known == storage.type else {
        throw meaningless("the storage “\(storage.key)” has two element types")
      }
    }
    return types
  }

  private static func storages(
    keys: [String], types: [String: StoredType], _ reader: inout ByteReader
  ) throws(FormatProblem) -> [String: Data] {
    var storages: [String: Data] = [:]
    for key in keys {
      let start = reader.position
      guard let type = types[key] else {
        throw .corrupt("the storage “\(key)” is listed but nothing views it", at: start)
      }
      let count = try reader.size(UInt64.self)
      guard let size = checkedProduct([count, type.bytes]) else {
        throw .corrupt("the storage “\(key)” has an impossible size", at: start)
      }
      storages[key] = try reader.bytes(size)
    }
    return storages
  }
}
