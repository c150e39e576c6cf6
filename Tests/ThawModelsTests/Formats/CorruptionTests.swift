import Foundation
import Testing

@testable import ThawModels

/// 20 seeds of 120 cases: 2,400 damaged files a format, and as many cut short.
@Suite("Damaged weights files")
struct CorruptionTests {
  private static let seeds: [UInt64] = Array(1...20)
  private static let cases = 120

  /// What reading gives: tensors that hold what they say, or a problem that says something.
  private func read(_ data: Data, _ seed: UInt64) -> [StoredTensor]? {
    do {
      let tensors = try WeightsFile.tensors(in: data)
      for tensor in tensors {
        #expect(
          tensor.data.count == checkedProduct(tensor.shape + [tensor.type.bytes]), "seed \(seed)")
      }
      return tensors
    } catch {
      #expect(!error.what.isEmpty, "seed \(seed)")
      return nil
    }
  }

  private func safetensors() throws -> Data {
    let file = FileManager.default.temporaryDirectory.appending(path: "thaw-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try SafetensorsFile.write(
      try Fixture.expectedTensors(), metadata: ["format": "pt", "note": "a \"quoted\" text"],
      to: file)
    return try Data(contentsOf: file)
  }

  @Test(
    "A damaged archive is read as it was or not at all, for its checksums tell", arguments: seeds)
  func zip(seed: UInt64) throws {
    let whole = try Fixture.bytes("plain-zip.pth")
    let expected = try Fixture.expectedTensors()
    var corruption = Corruption(seed: seed)
    var failures = 0
    for _ in 0..<Self.cases {
      guard let tensors = read(corruption.damaged(whole), seed) else {
        failures += 1
        continue
      }
      #expect(tensors == expected, "seed \(seed)")
    }
    #expect(failures > Self.cases / 3)
  }

  @Test("A damaged pre-1.6 file never misleads the reader beyond its bytes", arguments: seeds)
  func legacy(seed: UInt64) throws {
    let whole = try Fixture.bytes("nested-legacy.pth")
    var corruption = Corruption(seed: seed)
    var failures = 0
    for _ in 0..<Self.cases where read(corruption.damaged(whole), seed) == nil { failures += 1 }
    #expect(failures > Self.cases / 3)
  }

  @Test("A damaged safetensors file never misleads the reader beyond its bytes", arguments: seeds)
  func safetensors(seed: UInt64) throws {
    let whole = try safetensors()
    var corruption = Corruption(seed: seed)
    var failures = 0
    for _ in 0..<Self.cases where read(corruption.damaged(whole), seed) == nil { failures += 1 }
    #expect(failures > Self.cases / 3)
  }

  @Test("A file cut short anywhere is an error", arguments: seeds)
  func truncated(seed: UInt64) throws {
    let files = [
      try Fixture.bytes("plain-zip.pth"), try Fixture.bytes("plain-legacy.pth"), try safetensors(),
    ]
    var corruption = Corruption(seed: seed)
    for whole in files {
      for _ in 0..<Self.cases {
        let cut = corruption.truncated(whole)
        #expect(read(cut, seed) == nil, "seed \(seed), \(cut.count) of \(whole.count) bytes")
      }
    }
  }
}
