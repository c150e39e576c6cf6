import Foundation
import Testing

@testable import ThawModels

/// Pickles of one tensor over a storage of 6 floats, put together by hand.
@Suite("Tensors in a pickle")
struct TensorExtentTests {
  private func text(_ text: String) -> [UInt8] {
    [0x8C, UInt8(text.utf8.count)] + Array(text.utf8)
  }

  private func integer(_ value: Int) -> [UInt8] {
    [0x8A, 8] + withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private func tuple(_ parts: [[UInt8]]) -> [UInt8] { [0x28] + parts.joined() + [0x74] }

  private func read(
    offset: Int, shape: [Int], strides: [Int], count: Int = 6, view: [Int]? = nil
  ) throws -> TorchTensor {
    var storage = [
      text("storage"), Array("ctorch\nFloatStorage\n".utf8), text("0"), text("cpu"), integer(count),
    ]
    if let view { storage.append(tuple([text("1")] + view.map(integer))) }
    let arguments = [
      tuple(storage) + [0x51], integer(offset), tuple(shape.map(integer)),
      tuple(strides.map(integer)),
    ]
    let call = Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8) + tuple(arguments) + [0x52, 0x2E]
    var reader = ByteReader(Data(call))
    guard case .tensor(let tensor) = try Unpickler.read(from: &reader).root else {
      throw FormatProblem(kind: .corrupt, what: "not a tensor", place: nil)
    }
    return tensor
  }

  @Test(
    "A view that just fits its storage is read",
    arguments: [
      (0, [6], [1]), (0, [2, 3], [3, 1]), (0, [3, 2], [1, 3]), (5, [], []), (1, [5], [1]),
      (0, [2], [5]), (6, [0], [1]), (0, [0, .max], [1, 1]), (2, [1], [.max]), (0, [6], [0]),
    ] as [(Int, [Int], [Int])])
  func fitting(offset: Int, shape: [Int], strides: [Int]) throws {
    let tensor = try read(offset: offset, shape: shape, strides: strides)

    #expect(tensor.shape == shape)
    let floats = Data((0..<24).map { UInt8($0) })
    #expect(tensor.isContiguous || tensor.gathered(from: floats).count == 4 * tensor.count)
  }

  @Test(
    "A view that leaves its storage by one element, or by any number, is not",
    arguments: [
      (0, [7], [1]), (1, [6], [1]), (0, [2, 3], [4, 1]), (6, [], []), (0, [2], [6]), (7, [0], [1]),
      (0, [7], [0]), (-1, [2], [1]), (5, [2], [-1]), (0, [-1], [1]), (0, [2], [.max]),
      (.max, [1], [1]), (0, [.max, .max], [1, 1]), (2, [2, 2], [.max / 2, .max / 2]),
      (0, [2], [1, 1]),
    ] as [(Int, [Int], [Int])])
  func leaving(offset: Int, shape: [Int], strides: [Int]) {
    let problem = #expect(throws: FormatProblem.self) {
      try read(offset: offset, shape: shape, strides: strides)
    }
    #expect(problem?.kind == .corrupt)
    #expect(problem?.what.contains("tensor") == true)
  }

  @Test("A window into a storage, as old versions have them, limits its tensors")
  func windows() throws {
    let tensor = try read(offset: 1, shape: [2], strides: [1], view: [3, 3])
    #expect(tensor.offset == 4)

    for (offset, view) in [(2, [3, 3]), (0, [6, 1]), (0, [-1, 3]), (0, [3, .max])] {
      #expect(throws: FormatProblem.self) {
        try read(offset: offset, shape: [2], strides: [1], view: view)
      }
    }
  }

  @Test("A storage of impossible size is not")
  func storage() {
    for count in [-1, .max, .max / 4 + 1] {
      #expect(throws: FormatProblem.self) {
        try read(offset: 0, shape: [1], strides: [1], count: count)
      }
    }
  }
}
