import Foundation
import Testing
import ThawModels

@Suite("Files that PyTorch saved")
struct TorchFileTests {
  @Test(
    "Every type, view and nesting is read bit for bit and in order",
    arguments: ["plain", "protocol4", "nested"], ["zip", "legacy"])
  func contents(name: String, layout: String) throws {
    let tensors = try WeightsFile.read(Fixture.file("\(name)-\(layout).pth"))

    #expect(tensors == (try Fixture.expectedTensors()))
  }

  @Test(
    "A file that asks for code is refused by the name it asks for", arguments: ["zip", "legacy"])
  func refusal(layout: String) throws {
    let error = #expect(throws: WeightsFileError.self) {
      try WeightsFile.read(Fixture.file("evil-\(layout).pth"))
    }

    #expect(error?.kind == .refused)
    #expect(
      error?.what == "refused: the file asks for posix.system; only tensors and containers are read"
    )
    #expect(error?.description.contains("evil-\(layout).pth") == true)
  }

  @Test("A file without tensors says what to save", arguments: ["zip", "legacy"])
  func tensorless(layout: String) throws {
    let error = #expect(throws: WeightsFileError.self) {
      try WeightsFile.read(Fixture.file("tensorless-\(layout).pth"))
    }

    #expect(error?.what == "holds no dictionary of tensors; save a model's state_dict()")
  }

  @Test("A compressed archive is named as such")
  func compressed() throws {
    let error = #expect(throws: WeightsFileError.self) {
      try WeightsFile.read(Fixture.file("compressed-zip.pth"))
    }

    #expect(error?.kind == .unsupported)
    #expect(error?.what.hasPrefix("the record is compressed") == true)
  }

  @Test(
    "The released EfficientNet-Lite0 is read whole",
    .enabled(if: ReleasedWeights.areThere, "make prepare fetches the weights"))
  func released() throws {
    let tensors = try WeightsFile.read(ReleasedWeights.file)

    #expect(tensors.count == 296)
    #expect(tensors.first?.name == "_conv_stem.weight")
    #expect(tensors.first?.shape == [32, 3, 3, 3])
    #expect(tensors.last?.name == "_fc.bias")
    #expect(tensors.filter { $0.type == .float32 }.reduce(0) { $0 + $1.count } == 4_694_024)
    #expect(tensors.filter { $0.type == .int64 }.count == 49)
  }
}
