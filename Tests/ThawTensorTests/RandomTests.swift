import Foundation
import Synchronization
import Testing
import ThawTensor

@Suite("Random numbers")
struct RandomTests {
  @Test("A seed draws what it draws in PyTorch")
  func golden() throws {
    let golden = try Golden("draws of seed 7")
    let generator = RandomGenerator(seed: 7)

    let uniform = try Tensor.uniform([8], generator: generator)
    let normal = try Tensor.normal([8], generator: generator)

    // Floats below 1 are further apart than this, so it is equality.
    try expectClose(uniform, golden.array("uniform"), tolerance: 1e-9)
    try expectClose(normal, golden.array("normal"), tolerance: 1e-6)
  }

  @Test("A restored state repeats dropout bit for bit")
  func restored() throws {
    let input = try Tensor.ones([40, 40])
    let generator = RandomGenerator(seed: 5)
    func draw() throws -> [Tensor] {
      try [
        input.dropout(probability: 0.3, training: true, generator: generator),
        input.dropSamples(probability: 0.5, training: true, generator: generator),
        // An odd count of normal numbers leaves one in the generator's pocket.
        Tensor.normal([3], generator: generator),
      ]
    }
    _ = try draw()

    let state = try generator.state()
    let first = try draw()
    let onward = try draw()
    try generator.restore(state)
    let second = try draw()

    for index in 0..<3 {
      #expect(try first[index].isBitIdentical(to: second[index]))
      #expect(try !first[index].isBitIdentical(to: onward[index]))
    }
  }

  @Test("A state of the wrong length is refused")
  func wrongState() {
    #expect(throws: TorchError.self) { try RandomGenerator(seed: 1).restore([1, 2, 3]) }
  }

  @Test("Each thread has its own current generator")
  func threads() throws {
    RandomGenerator.current.seed(1)
    let alone = try [Tensor.uniform([4]), .uniform([4])].map { try $0.floats() }

    RandomGenerator.current.seed(1)
    let first = try Tensor.uniform([4]).floats()
    let elsewhere = try onAnotherThread {
      RandomGenerator.current.seed(1)
      return try Tensor.uniform([4]).floats()
    }
    let second = try Tensor.uniform([4]).floats()

    #expect([first, second] == alone)
    #expect(elsewhere == first)
  }

  @Test("Dropout keeps the mean, scales what it keeps, and rests outside training")
  func dropout() throws {
    let input = try Tensor.ones([100, 100])
    let generator = RandomGenerator(seed: 2)

    let output = try input.dropout(probability: 0.25, training: true, generator: generator)

    let kept = try output.floats().filter { $0 != 0 }
    #expect(kept.allSatisfy { abs($0 - 1 / 0.75) < 1e-6 })
    #expect((7300...7700).contains(kept.count))
    #expect(try input.dropout(probability: 0.25, training: false).isBitIdentical(to: input))
  }

  @Test("Stochastic depth drops whole samples")
  func dropSamples() throws {
    let input = try Tensor.ones([1000, 2, 2, 2])
    let generator = RandomGenerator(seed: 2)

    let output = try input.dropSamples(probability: 0.2, training: true, generator: generator)

    let samples = try output.reshaped([1000, 8]).floats()
    let firsts = stride(from: 0, to: samples.count, by: 8).map { Swift.Array(samples[$0..<$0 + 8]) }
    #expect(firsts.allSatisfy { Set($0).count == 1 && [0, 1.25].contains($0[0]) })
    #expect((760...840).contains(firsts.count { $0[0] > 0 }))
    #expect(try input.dropSamples(probability: 0.2, training: false).isBitIdentical(to: input))
  }

  @Test("A probability of one or more is refused", arguments: [1, 1.5, -0.1])
  func probability(_ probability: Double) throws {
    let input = try Tensor.ones([2])

    #expect(throws: TorchError.self) {
      try input.dropout(probability: probability, training: true)
    }
  }

  private func onAnotherThread(
    _ body: @escaping @Sendable () throws -> [Float]
  ) throws -> [Float] {
    let result = Mutex<Result<[Float], any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    let box = Box(result)
    Thread.detachNewThread {
      let outcome = Result { try body() }
      box.result.withLock { $0 = outcome }
      done.signal()
    }
    done.wait()
    return try #require(box.result.withLock { $0 }).get()
  }
}

private final class Box: Sendable {
  let result: Mutex<Result<[Float], any Error>?>

  init(_ result: consuming Mutex<Result<[Float], any Error>?>) { self.result = result }
}
