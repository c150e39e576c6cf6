import Foundation
import Testing
import ThawTensor

/// What PyTorch gives in one case: named arrays, from `Goldens/goldens.json`.
struct Golden: Decodable {
  struct Array: Decodable {
    let shape: [Int]
    let values: [Double]
  }

  let arrays: [String: Array]

  init(from decoder: any Decoder) throws {
    arrays = try decoder.singleValueContainer().decode([String: Array].self)
  }

  init(_ name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/goldens.json")
    let all = try JSONDecoder().decode(File.self, from: Data(contentsOf: file))
    self = try #require(all.cases[name], "no case \(name)")
  }

  func array(_ name: String) throws -> Array { try #require(arrays[name], "no array \(name)") }

  func tensor(_ name: String) throws -> Tensor {
    let array = try array(name)
    return try Tensor(array.values.map { Float($0) }, shape: array.shape)
  }

  private struct File: Decodable {
    let cases: [String: Golden]
  }
}

/// Expects the shape, and every element within `tolerance`, relative above 1.
func expectClose(
  _ tensor: Tensor, _ wanted: Golden.Array, tolerance: Double = 1e-5, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try #require(tensor.shape == wanted.shape, "\(what)", sourceLocation: sourceLocation)
  let worst =
    zip(try tensor.doubles(), wanted.values)
    .map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
  #expect(worst <= tolerance, "\(what) is off by \(worst)", sourceLocation: sourceLocation)
}

extension Tensor {
  /// Gives the tensor exactly this gradient, by way of `backward()`.
  func setGradient(_ gradient: Tensor) throws {
    try undefineGradient()
    try (self * gradient).sum().backward()
  }
}
