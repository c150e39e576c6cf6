import ThawStore
import ThawTensor

/// The outputs of one frozen prefix for the samples of a split, each in a place of its own.
final class ActivationTable {
  let key: ActivationKey
  /// How many outputs there is room for: samples times augmentation draws.
  let places: Int
  let memory: TableMemory
  private let layout: SampleLayout
  private var isKept: [Bool]
  /// How many outputs are kept.
  private(set) var count = 0

  init(_ key: ActivationKey, layout: SampleLayout, places: Int, memory: TableMemory) {
    precondition(memory.bytes == Self.bytes(layout, places: places, as: key.number))
    self.key = key
    self.layout = layout
    self.places = places
    self.memory = memory
    isKept = [Bool](repeating: false, count: places)
  }

  /// The memory that a table needs.
  static func bytes(_ layout: SampleLayout, places: Int, as number: Recipe.Cache.Number) -> Int {
    layout.elementCount * number.type.byteSize * places
  }

  /// The bytes of its memory that are for outputs to come.
  var unfilled: Int { places == 0 ? 0 : memory.bytes / places * (places - count) }

  /// Whether the output at a place is kept.
  func holds(_ slot: Int64) -> Bool { isKept[Int(slot)] }

  /// Whether the outputs at all of the places are kept.
  func holds(_ slots: [Int64]) -> Bool { slots.allSatisfy { isKept[Int($0)] } }

  /// Keeps the outputs `[B, …]` at B places.
  func write(_ outputs: Tensor, at slots: [Int64]) throws(TorchError) {
    try outputs.writeSamples(
      to: memory.start, slots: slots, places: places, layout: layout, type: key.number.type)
    for slot in slots where !isKept[Int(slot)] {
      isKept[Int(slot)] = true
      count += 1
    }
  }

  /// The outputs at places, `[B, …]` float32.
  ///
  /// - Precondition: They are kept.
  func read(_ slots: [Int64]) throws(TorchError) -> Tensor {
    precondition(holds(slots), "an output is read that is not kept")
    return try Tensor.samples(
      in: memory.start, slots: slots, places: places, layout: layout, type: key.number.type)
  }
}

extension Recipe.Cache.Number {
  var type: DType {
    switch self {
    case .float32: .float32
    case .float16: .float16
    }
  }
}
