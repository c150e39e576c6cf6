/// The only names a pickle may ask for.
///
/// None of them leads to code of the file's choosing.
enum PickleGlobal {
  case orderedDictionary
  case size
  case encode
  case bytes
  case rebuildTensor
  case rebuildParameter
  case storage(StoredType)

  /// Looks up a name; every one not listed here is refused.
  init(module: String, name: String) throws(FormatProblem) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch", "Size"): self = .size
    // How Python 3 writes bytes in protocol 2.
    case ("_codecs", "encode"): self = .encode
    case ("__builtin__", "bytes"), ("builtins", "bytes"): self = .bytes
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
      self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", _):
      guard let type = Self.storages[name] else { fallthrough }
      self = .storage(type)
    default:
      let wanted = "\(module).\(name)".prefix(120)
      throw FormatProblem(
        kind: .refused,
        what: "refused: the file asks for \(wanted); only tensors and containers are read",
        place: nil)
    }
  }

  private static let storages: [String: StoredType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
  ]
}
