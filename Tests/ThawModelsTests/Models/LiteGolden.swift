import Foundation
import ThawTensor

@testable import ThawModels

/// What `make_lite_goldens.py` computed with the PyTorch reference.
enum LiteGolden {
  /// The photos as inputs `[3, 3, 224, 224]`.
  static func photos() throws -> Tensor {
    let pixels = try Tensor([UInt8](Fixture.bytes("photos.rgb")), shape: [3, 224, 224, 3])
    return try (pixels.permuted([0, 3, 1, 2]).to(.float32) - 127) / 128
  }

  /// The middle of the photos.
  static func photos(height: Int, width: Int) throws -> Tensor {
    try photos().narrow(dimension: 2, start: (224 - height) / 2, length: height)
      .narrow(dimension: 3, start: (224 - width) / 2, length: width)
  }

  static func floats(_ name: String) throws -> [Float] {
    try Fixture.bytes(name).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map {
        Float(
          bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
        )
      }
    }
  }

  /// The words of each line.
  static func lines(_ name: String) throws -> [[String]] {
    String(decoding: try Fixture.bytes(name), as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
  }

  /// What a step's golden holds of a tensor: its norm, then evenly strided elements.
  static func sampled(_ tensor: Tensor) throws -> [Double] {
    let elements = try tensor.doubles()
    let count = min(64, elements.count)
    return [try tensor.norm()] + (0..<count).map { elements[$0 * elements.count / count] }
  }

  /// The released model.
  static func pretrained(type: DType = .float32) throws -> EfficientNetLite {
    // Tests run side by side; more threads than cores make all of them many times slower.
    try TorchRuntime.setThreads(1)
    let model = try EfficientNetLite(.lite0, classes: 1000, seed: 0, type: type)
    try model.load(WeightsFile.read(ReleasedWeights.file))
    return model
  }
}
