import Foundation
import Testing
import ThawTestSupport

@testable import ThawModels

/// `written.safetensors` is what thaw writes; `written.json` is what PyTorch loaded from that very file, by
/// `read_written.py`.
@Suite("safetensors that PyTorch reads")
struct PyTorchReaderTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  @Test("The file that PyTorch was given is the one that is written now")
  func written() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "written.safetensors")
      try SafetensorsFile.write(
        try Fixture.expectedTensors(), metadata: ["format": "pt"], to: file)
      let data = try Data(contentsOf: file)
      let recorded = Self.folder.appending(path: "written.safetensors")
      if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
        try data.write(to: recorded)
        Issue.record("recorded; now run read_written.py")
      }
      #expect(try Data(contentsOf: recorded) == data)
    }
  }

  @Test("PyTorch loads every tensor with its name, shape, type and bits")
  func loaded() throws {
    let file = Self.folder.appending(path: "written.json")
    let loaded = try JSONDecoder().decode([Loaded].self, from: Data(contentsOf: file))
    let expected = try Fixture.expectedTensors().map { tensor in
      Loaded(
        name: tensor.name, shape: tensor.shape, type: tensor.type.rawValue,
        data: tensor.data.map { String(format: "%02x", $0) }.joined())
    }
    #expect(loaded.sorted { $0.name < $1.name } == expected.sorted { $0.name < $1.name })
  }

  private struct Loaded: Decodable, Equatable {
    var name: String
    var shape: [Int]
    var type: String
    var data: String
  }
}
