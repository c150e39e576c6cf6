import Testing
import ThawTensor

@Suite("Errors")
struct ErrorTests {
  @Test("A mismatch carries libtorch's reason and the operands' shapes, and no backtrace")
  func mismatch() throws {
    let left = try Tensor.zeros([2, 3])
    let right = try Tensor.zeros([4, 5])

    let error = #expect(throws: TorchError.self) { try left.matmul(right) }

    let text = try #require(error).description
    #expect(text.hasPrefix("matmul of [2, 3] with [4, 5]: "))
    #expect(text.contains("cannot be multiplied (2x3 and 4x5)"))
    #expect(!text.contains("frame #"))
    #expect(error?.code == .rejected)
  }

  @Test("A convolution names the channels that it wants")
  func convolution() throws {
    let images = try Tensor.zeros([1, 3, 8, 8])
    let weight = try Tensor.zeros([4, 5, 3, 3])

    let error = #expect(throws: TorchError.self) { try images.conv2d(weight: weight) }

    #expect(error?.operation == "conv2d of [1, 3, 8, 8] with weight [4, 5, 3, 3]")
    #expect(error?.message.contains("to have 5 channels, but got 3 channels") == true)
  }

  @Test("A failure takes nothing away: the operands still work")
  func operandsSurvive() throws {
    let tensor = try Tensor.ones([2])

    #expect(throws: TorchError.self) { try tensor + .ones([3]) }
    #expect(try (tensor + tensor).floats() == [2, 2])
  }

  @Test(
    "Shapes that the values don't fill are refused",
    arguments: [[3], [2, 2], [-4], [-1, -4], [1 << 40, 1 << 40]])
  func wrongCount(shape: [Int]) throws {
    #expect(throws: TorchError.self) { try Tensor([1, 2, 3, 4, 5] as [Float], shape: shape) }
  }

  @Test(
    "No memory for a tensor is an error, not an end", arguments: [[1 << 45], [1 << 40, 1 << 40]])
  func tooLarge(shape: [Int]) throws {
    #expect(throws: TorchError.self) { try Tensor.zeros(shape) }
  }

  @Test("Only one element is a single value, and only of a scalar is there a gradient")
  func scalars() throws {
    let pair = try Tensor.ones([2])
    pair.requiresGradient = true

    #expect(throws: TorchError.self) { try pair.item() }
    #expect(throws: TorchError.self) { try pair.backward() }
    #expect(throws: TorchError.self) { try Tensor.ones([]).backward() }
  }

  @Test("Copying from another shape is refused, also where it would broadcast")
  func copy() throws {
    let tensor = try Tensor.zeros([2, 3])

    let error = #expect(throws: TorchError.self) { try tensor.copy(from: .ones([3])) }

    #expect(error?.description == "copy of F32 [3] into F32 [2, 3]: the shapes differ")
  }

  @Test("A parameter of integers cannot require a gradient")
  func integers() async {
    await #expect(processExitsWith: .failure) {
      try Tensor([1] as [Int64], shape: [1]).requiresGradient = true
    }
  }
}
