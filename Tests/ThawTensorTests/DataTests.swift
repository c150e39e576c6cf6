import Testing
import ThawTensor

@Suite("Data")
struct DataTests {
  @Test("Every type keeps its bits on the way in and out", arguments: DType.allCases)
  func bits(type: DType) throws {
    let count = 6
    let bytes = (0..<count * type.byteSize).map { UInt8($0 % (type == .bool ? 2 : 251)) }

    let tensor = try bytes.withUnsafeBytes {
      try Tensor(bytes: $0, shape: [2, 3], type: type)
    }

    #expect(tensor.type == type)
    #expect(tensor.shape == [2, 3])
    #expect(tensor.elementCount == count)
    #expect(try tensor.bytes() == bytes)
    #expect(DType(safetensorsName: type.safetensorsName) == type)
  }

  @Test("Numbers survive a conversion that can hold them", arguments: DType.allCases)
  func conversion(type: DType) throws {
    let values: [Float] = [0, 1, 1, 0]

    let converted = try Tensor(values, shape: [4]).to(type)

    #expect(converted.type == type)
    #expect(try converted.floats() == values)
    #expect(try converted.doubles() == values.map { Double($0) })
    #expect(try converted.int64s() == [0, 1, 1, 0])
  }

  @Test("Elements come out in the order of the shape, whatever the layout in memory")
  func layout() throws {
    let values = (0..<48).map { Float($0) }
    let images = try Tensor(values, shape: [2, 3, 2, 4])

    let channelsLast = try images.channelsLast()

    #expect(channelsLast.isChannelsLast && !channelsLast.isContiguous)
    #expect(channelsLast.shape == [2, 3, 2, 4])
    #expect(try channelsLast.floats() == values)
    #expect(try channelsLast.bytes() == images.bytes())
    #expect(try channelsLast.isBitIdentical(to: images))
    #expect(try channelsLast.contiguous().isContiguous)
  }

  @Test("Empty tensors and scalars are tensors too")
  func extremes() throws {
    let empty = try Tensor([] as [Float], shape: [0, 3])
    let scalar = try Tensor([7] as [Int64], shape: [])

    #expect(try empty.floats() == [])
    #expect(try empty.isBitIdentical(to: .zeros([0, 3])))
    #expect(try scalar.item() == 7)
    #expect(scalar.shape == [])
    #expect(scalar.elementCount == 1)
  }

  @Test("Bit identity tells zeros apart, types and shapes, and takes a NaN for itself")
  func identity() throws {
    func tensor(_ value: Float) throws -> Tensor { try Tensor([value], shape: [1]) }

    #expect(try tensor(.nan).isBitIdentical(to: tensor(.nan)))
    #expect(try !tensor(0).isBitIdentical(to: tensor(-0.0)))
    #expect(try !tensor(1).isBitIdentical(to: tensor(1).to(.float64)))
    #expect(try !tensor(1).isBitIdentical(to: tensor(1).reshaped([])))
    #expect(try !tensor(1).isBitIdentical(to: tensor(Float(1).nextUp)))
  }

  @Test("Changes in place show through views, and a clone is apart")
  func inPlace() throws {
    let tensor = try Tensor([1, 2, 3, 4] as [Float], shape: [4])
    let clone = try tensor.clone()
    let view = try tensor.narrow(start: 1, length: 2)

    try view.fill(9)
    try tensor.add(.ones([4]), scale: 2)
    try tensor.scale(by: 10)

    #expect(try tensor.floats() == [30, 110, 110, 60])
    #expect(try clone.floats() == [1, 2, 3, 4])
    try clone.copy(from: tensor.to(.float64))
    #expect(try clone.isBitIdentical(to: tensor))
    try clone.zero()
    #expect(try clone.floats() == [0, 0, 0, 0])
  }

  @Test("Parts are chosen, joined and put in another order")
  func parts() throws {
    let matrix = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])

    #expect(try matrix.indexSelect(dimension: 1, [2, 0]).floats() == [3, 1, 6, 4])
    #expect(try matrix.narrow(dimension: 1, start: 1, length: 2).floats() == [2, 3, 5, 6])
    #expect(try matrix.permuted([1, 0]).floats() == [1, 4, 2, 5, 3, 6])
    #expect(try matrix.flipped(dimension: 1).floats() == [3, 2, 1, 6, 5, 4])
    #expect(try Tensor.cat([matrix, matrix]).shape == [4, 3])
    #expect(try Tensor.stack([matrix, matrix]).shape == [2, 2, 3])
    #expect(try Tensor.zeros([2, 3, 4]).flattened().shape == [2, 12])
    #expect(try matrix.reshaped([3, -1]).shape == [3, 2])
  }

  @Test("Norms of many tensors come in one call")
  func norms() throws {
    let pair = try [Tensor([3, 4] as [Float], shape: [2]), .zeros([3])]
    let moved = try [Tensor.zeros([2]), .ones([3])]

    #expect(try Tensor.l2Norms(of: pair) == [5, 0])
    #expect(try Tensor.l2Norms(of: []) == [])
    let distances = try Tensor.l2NormsOfDifferences(pair, moved)
    #expect(distances[0] == 5)
    #expect(abs(distances[1] - 3.0.squareRoot()) < 1e-6)
    pair[0].requiresGradient = true
    try pair[0].sum().backward()
    #expect(abs(try Tensor.gradientNorms(of: pair)[0] - 2.0.squareRoot()) < 1e-6)
    #expect(try Tensor.gradientNorms(of: pair)[1] == 0)
  }
}
