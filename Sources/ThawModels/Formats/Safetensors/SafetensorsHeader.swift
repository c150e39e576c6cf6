import Foundation

/// The JSON at the start of a safetensors file.
///
/// `{"NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {"KEY": "TEXT"}}`.
/// Read by hand, for Foundation's parser keeps neither the order nor double names.
struct SafetensorsHeader {
  struct Entry {
    var name: String
    var type: StoredType
    var shape: [Int]
    var offsets: Range<Int>
  }

  private(set) var entries: [Entry] = []

  /// Parses a header; `start` is where its bytes are in the file, for messages.
  init(_ bytes: Data, start: Int) throws(FormatProblem) {
    var scanner = JSONScanner(bytes, start: start)
    var names: Set<String> = []
    try scanner.object { (scanner, name) throws(FormatProblem) in
      guard names.insert(name).inserted else {
        throw scanner.problem("the name “\(name)” occurs twice")
      }
      if name == "__metadata__" {
        try scanner.object { (scanner, _) throws(FormatProblem) in _ = try scanner.string() }
      } else {
        entries.append(try Self.entry(named: name, &scanner))
      }
    }
    try scanner.end()
  }

  private static func entry(
    named name: String, _ scanner: inout JSONScanner
  ) throws(FormatProblem) -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.object { (scanner, key) throws(FormatProblem) in
      switch key {
      case "dtype" where type == nil: type = try scanner.string()
      case "shape" where shape == nil: shape = try scanner.integers()
      case "data_offsets" where offsets == nil: offsets = try scanner.integers()
      default: throw scanner.problem("“\(name)” has an unexpected “\(key)”")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .corrupt("the entry lacks a type, a shape or offsets", in: "tensor “\(name)”")
    }
    guard let known = StoredType(rawValue: type) else {
      throw .unsupported("the type \(type) is not read", in: "tensor “\(name)”")
    }
    return Entry(name: name, type: known, shape: shape, offsets: offsets[0]..<offsets[1])
  }
}
