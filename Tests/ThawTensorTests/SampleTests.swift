import Testing
import ThawTensor

@Suite("Samples of a batch") struct SampleTests {
  private func images(_ shape: [Int]) throws -> Tensor {
    try .normal(shape, generator: RandomGenerator(seed: 3))
  }

  private func withMemory(_ bytes: Int, _ body: (UnsafeMutableRawPointer) throws -> Void) throws {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0xFF, count: bytes)
    try body(memory)
  }

  @Test("They come back with the bits and the layout that they had, in any order")
  func roundTrip() throws {
    for batch in [
      try images([4, 3, 2, 5]), try images([4, 3, 2, 5]).channelsLast(), try images([4, 7]),
      try images([4, 6, 1, 1]).channelsLast(),
    ] {
      let layout = SampleLayout(samplesOf: batch)
      try withMemory(layout.elementCount * 4 * 6) { memory in
        try batch.writeSamples(
          to: memory, slots: [5, 0, 3, 2], places: 6, layout: layout, type: .float32)

        let read = try Tensor.samples(
          in: memory, slots: [3, 5, 5], places: 6, layout: layout, type: .float32)

        #expect(try read.isBitIdentical(to: batch.indexSelect([2, 0, 0])))
        #expect(SampleLayout(samplesOf: read) == layout)
        #expect(read.isChannelsLast == batch.isChannelsLast || batch.shape.count != 4)
      }
    }
  }

  @Test("In half precision they come back as floats, rounded")
  func half() throws {
    let batch = try Tensor([1, 0.1, -65504, 1e-9] as [Float], shape: [2, 2])
    let layout = SampleLayout(samplesOf: batch)
    try withMemory(layout.elementCount * 2 * 2) { memory in
      try batch.writeSamples(to: memory, slots: [1, 0], places: 2, layout: layout, type: .float16)

      let read = try Tensor.samples(
        in: memory, slots: [1, 0], places: 2, layout: layout, type: .float16)

      #expect(read.type == .float32)
      #expect(try read.floats() == [1, 0.0999755859375, -65504, 0])
    }
  }

  @Test("A sample with gaps in memory is kept without, and one layout takes another's batch")
  func gaps() throws {
    let batch = try images([3, 4, 6]).narrow(dimension: 2, start: 1, length: 2)
    let layout = SampleLayout(samplesOf: batch)
    #expect(layout.strides == [2, 1])
    try withMemory(layout.elementCount * 4 * 3) { memory in
      try batch.writeSamples(
        to: memory, slots: [0, 1, 2], places: 3, layout: layout, type: .float32)

      let read = try Tensor.samples(
        in: memory, slots: [0, 1, 2], places: 3, layout: layout, type: .float32)

      #expect(try read.isBitIdentical(to: batch))
    }
  }

  @Test("Another shape and a place that there is not are refused")
  func refused() throws {
    let batch = try images([2, 3])
    let layout = SampleLayout(samplesOf: batch)
    try withMemory(layout.elementCount * 4 * 2) { memory in
      #expect(throws: TorchError.self) {
        try batch.writeSamples(
          to: memory, slots: [0, 2], places: 2, layout: layout, type: .float32)
      }
      #expect(throws: TorchError.self) {
        try images([2, 4])
          .writeSamples(to: memory, slots: [0, 1], places: 2, layout: layout, type: .float32)
      }
      #expect(throws: TorchError.self) {
        try Tensor.samples(in: memory, slots: [-1], places: 2, layout: layout, type: .float32)
      }
    }
  }

  @Test("A digest tells every bit, the type, the shape and the order, and goes on where it was")
  func digest() throws {
    func digest(_ tensors: [Tensor]) throws -> TensorDigest {
      var digest = TensorDigest()
      try digest.add(tensors)
      return digest
    }
    let (a, b) = (try images([5, 3]), try images([4]))
    let whole = try digest([a, b])

    #expect(try digest([a.clone(), b.clone()]) == whole)
    #expect(try digest([b, a]) != whole)
    #expect(try digest([a.reshaped([3, 5]), b]) != whole)
    #expect(try digest([a.lyingOtherwise(), b]) == whole)
    var inParts = TensorDigest()
    try inParts.add([a])
    try inParts.add([b])
    #expect(inParts == whole)
    // -0 is not 0.
    let (zero, negative) = (
      try Tensor([0] as [Float], shape: [1]), try Tensor([-0.0] as [Float], shape: [1])
    )
    #expect(try digest([zero]) != digest([negative]))
    for element in 0..<15 {
      var values = try a.floats()
      values[element] = values[element].nextUp
      #expect(try digest([Tensor(values, shape: [5, 3]), b]) != whole)
    }
  }
}

extension Tensor {
  /// The same elements in another order in memory.
  fileprivate func lyingOtherwise() throws -> Tensor {
    try permuted([1, 0]).contiguous().permuted([1, 0])
  }
}
