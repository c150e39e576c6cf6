import Foundation
import Testing

@testable import ThawModels

/// The small weights files that `make_format_fixtures.py` wrote.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func file(_ name: String) -> URL { folder.appending(path: name) }

  static func bytes(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  private struct Expected: Decodable {
    var name: String
    var shape: [Int]
    var type: String
    var data: String
  }

  /// What every fixture with the full set of tensors holds, in order.
  static func expectedTensors() throws -> [StoredTensor] {
    try JSONDecoder().decode([Expected].self, from: bytes("expected.json")).map { expected in
      let digits = Array(expected.data.utf8)
      let data = stride(from: 0, to: digits.count, by: 2).map { start in
        UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16) ?? 0
      }
      return StoredTensor(
        name: expected.name, shape: expected.shape,
        type: try #require(StoredType(rawValue: expected.type)), data: Data(data))
    }
  }
}

/// The released weights of EfficientNet-Lite0, where `make prepare` has put them.
enum ReleasedWeights {
  static let file: URL = {
    let environment = ProcessInfo.processInfo.environment
    let cache =
      environment["THAW_CACHE"].map { URL(filePath: $0) }
      ?? (environment["XDG_CACHE_HOME"].map { URL(filePath: $0) }
      ?? URL.homeDirectory.appending(path: ".cache")).appending(path: "thaw")
    return cache.appending(path: "weights/efficientnet-lite0.pth")
  }()

  static var areThere: Bool {
    FileManager.default.fileExists(atPath: file.path(percentEncoded: false))
  }
}
