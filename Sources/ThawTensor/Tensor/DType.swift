import CTorch

/// The type of a tensor's elements.
public enum DType: String, CaseIterable, Sendable, Codable {
  /// 32-bit floating point.
  case float32
  /// 64-bit floating point.
  case float64
  /// 16-bit floating point with 5 bits of exponent.
  case float16
  /// 16-bit floating point with 8 bits of exponent.
  case bfloat16
  /// 64-bit signed integer.
  case int64
  /// 32-bit signed integer.
  case int32
  /// 8-bit unsigned integer.
  case uint8
  /// One byte, 0 or 1.
  case bool

  /// The type that a safetensors header calls by this name, such as `F32`.
  public init?(safetensorsName name: String) {
    guard let type = Self.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
    self = type
  }

  /// What a safetensors header calls it.
  public var safetensorsName: String {
    switch self {
    case .float32: "F32"
    case .float64: "F64"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }

  /// Bytes an element.
  public var byteSize: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16: 2
    case .uint8, .bool: 1
    }
  }

  var code: CTDType {
    switch self {
    case .float32: CT_FLOAT32
    case .float64: CT_FLOAT64
    case .float16: CT_FLOAT16
    case .bfloat16: CT_BFLOAT16
    case .int64: CT_INT64
    case .int32: CT_INT32
    case .uint8: CT_UINT8
    case .bool: CT_BOOL
    }
  }

  init(_ code: CTDType) {
    guard let type = Self.allCases.first(where: { $0.code == code }) else {
      preconditionFailure(
        "libtorch gave an element type that CTorch doesn't know: \(code.rawValue)")
    }
    self = type
  }
}
