import Foundation

extension Regimen {
  /// Reads a regimen whose members are named as they once were, `rowFactors` for `row_factors`.
  static func older(from decoder: any Decoder) throws -> Regimen {
    let tree = try JSONTree(from: decoder).withSnakeCaseNames
    // Without them it is a regimen of no version, and would be taken for an older one again and again.
    guard case .object(let members) = tree, members[CodingKeys.rowFactors.rawValue] != nil else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a regimen without rates of rows"))
    }
    return try JSONDecoder.thaw.decode(Regimen.self, from: JSONEncoder.thaw.encode(tree))
  }
}

/// A JSON value whose members can be renamed.
private enum JSONTree: Codable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let boolean = try? container.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let text = try? container.decode(String.self) {
      // Before numbers, as which thaw reads "NaN" too.
      self = .text(text)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let array = try? container.decode([JSONTree].self) {
      self = .array(array)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let boolean): try container.encode(boolean)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .array(let array): try container.encode(array)
    case .object(let object): try container.encode(object)
    }
  }

  /// The same with `rowFactors` renamed `row_factors`, at all depths.
  var withSnakeCaseNames: JSONTree {
    switch self {
    case .object(let object):
      let pairs = object.map { name, value in (snakeCase(name), value.withSnakeCaseNames) }
      return .object(Dictionary(uniqueKeysWithValues: pairs))
    case .array(let array): return .array(array.map(\.withSnakeCaseNames))
    default: return self
    }
  }

  private func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
  }
}
