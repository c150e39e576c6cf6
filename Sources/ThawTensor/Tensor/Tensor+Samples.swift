import CTorch

/// How one sample of a batch lies in memory: without gaps, its dimensions in any order.
public struct SampleLayout: Hashable, Sendable {
  /// The size of each dimension of a sample, that of the batch left out.
  public let shape: [Int]
  /// How many elements apart neighbours along each dimension are.
  public let strides: [Int]

  /// The layout of the samples of a batch `[B, …]`.
  public init(samplesOf batch: Tensor) {
    let shape = batch.shape
    precondition(!shape.isEmpty, "a scalar holds no samples")
    let strides = [Int64](unsafeUninitializedCapacity: shape.count) { strides, count in
      if let start = strides.baseAddress { ct_tensor_strides(batch.handle, start) }
      count = shape.count
    }
    self.shape = Array(shape.dropFirst())
    let found = strides.dropFirst().map { Int($0) }
    self.strides = Self.hasGaps(self.shape, found) ? Self.lastFastest(self.shape) : found
  }

  private static func hasGaps(_ shape: [Int], _ strides: [Int]) -> Bool {
    var next = 1
    for (stride, size) in zip(strides, shape).filter({ $1 != 1 }).sorted(by: { $0.0 < $1.0 }) {
      guard stride == next else { return true }
      next *= size
    }
    return false
  }

  private static func lastFastest(_ shape: [Int]) -> [Int] {
    var (strides, next) = ([Int](repeating: 1, count: shape.count), 1)
    for dimension in shape.indices.reversed() {
      strides[dimension] = next
      next *= shape[dimension]
    }
    return strides
  }

  /// Elements of a sample.
  public var elementCount: Int { shape.reduce(1, *) }

  fileprivate func withLayout<Result>(
    _ type: DType, _ body: (CTSampleLayout) -> Result
  ) -> Result {
    let (shape, strides) = (shape.map { Int64($0) }, strides.map { Int64($0) })
    return shape.withUnsafeBufferPointer { shape in
      strides.withUnsafeBufferPointer { strides in
        body(
          CTSampleLayout(
            shape: shape.baseAddress, strides: strides.baseAddress, rank: Int64(shape.count),
            type: type.code))
      }
    }
  }
}

extension Tensor {
  /// Copies each sample of this batch `[B, …]` to a place of its own in memory.
  ///
  /// - Parameters:
  ///   - memory: Places for samples of the layout and type, one behind the other.
  ///   - slots: The place of each sample, B of them, each below `places`.
  ///   - places: How many samples the memory has room for.
  ///   - layout: How a sample lies there.
  ///   - type: As what its elements are kept.
  /// - Throws: ``TorchError`` for a batch of another shape, or a slot out of range.
  public func writeSamples(
    to memory: UnsafeMutableRawPointer, slots: [Int64], places: Int, layout: SampleLayout,
    type: DType
  ) throws(TorchError) {
    let status = layout.withLayout(type) {
      ct_samples_write(handle, $0, slots, Int64(slots.count), memory, Int64(places))
    }
    try check(status, "keeping the samples of \(self)")
  }

  /// A float32 batch `[B, …]` of samples that ``writeSamples(to:slots:places:layout:type:)`` kept.
  ///
  /// It lies in memory as the batch did, so that what is computed of it is the same to the last bit; unless they
  /// were kept in a narrower type.
  ///
  /// - Throws: ``TorchError`` for a slot out of range.
  public static func samples(
    in memory: UnsafeRawPointer, slots: [Int64], places: Int, layout: SampleLayout, type: DType
  ) throws(TorchError) -> Tensor {
    var handle: CTTensorRef?
    let status = layout.withLayout(type) {
      ct_samples_read(memory, Int64(places), $0, slots, Int64(slots.count), &handle)
    }
    try check(status, "reading \(slots.count) samples of \(layout.shape)")
    guard let handle else { preconditionFailure("no samples of \(layout.shape)") }
    return Tensor(owning: handle)
  }
}

/// Stands for every bit of a list of tensors; the same bits give the same digest in every process.
///
/// No protection against someone who looks for two contents of one digest.
public struct TensorDigest: Hashable, Sendable {
  private var first: UInt64 = 0x6A09_E667_F3BC_C908
  private var second: UInt64 = 0xBB67_AE85_84CA_A73B

  /// The digest of no tensor.
  public init() {}

  /// Goes on with more tensors: their types, shapes and elements.
  public mutating func add(_ tensors: [Tensor]) throws(TorchError) {
    let handles = tensors.map(\.handle)
    guard !handles.isEmpty else { return }
    var state = [first, second]
    try check(
      ct_digest(handles, Int64(handles.count), &state), "digest of \(tensors.count) tensors")
    (first, second) = (state[0], state[1])
  }
}

extension TensorDigest: Codable {
  /// Reads 32 hexadecimal digits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let digits = try container.decode(String.self)
    guard digits.utf8.count == 32, let first = UInt64(digits.prefix(16), radix: 16),
      let second = UInt64(digits.suffix(16), radix: 16)
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(digits)” is no digest of 32 hexadecimal digits")
    }
    (self.first, self.second) = (first, second)
  }

  /// Writes 32 hexadecimal digits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let digits = [first, second].map { number in
      let digits = String(number, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    try container.encode(digits.joined())
  }
}
