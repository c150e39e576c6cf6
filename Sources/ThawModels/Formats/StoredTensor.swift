public import Foundation

/// The element type of a stored tensor, spelt as safetensors spells it.
public enum StoredType: String, CaseIterable, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  /// The size of one element in bytes.
  public var bytes: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }
}

/// A tensor as a weights file holds it: dense, row-major, little-endian.
public struct StoredTensor: Equatable, Sendable {
  /// The name the file gives it: `_conv_stem.weight`.
  public var name: String
  /// The size of each dimension, outermost first; empty for a scalar.
  public var shape: [Int]
  /// The type of each element.
  public var type: StoredType
  /// The elements.
  ///
  /// May be a slice of the whole file and need not be aligned.
  public var data: Data

  /// Describes a tensor; `data` holds as many bytes as `shape` and `type` say.
  public init(name: String, shape: [Int], type: StoredType, data: Data) {
    precondition(
      data.count == checkedProduct(shape + [type.bytes]),
      "\(name) of shape \(shape) and type \(type.rawValue) cannot hold \(data.count) bytes")
    self.name = name
    self.shape = shape
    self.type = type
    self.data = data
  }

  /// The number of elements.
  public var count: Int { data.count / type.bytes }
}
