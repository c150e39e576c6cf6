import CTorch

extension Tensor {
  /// Copies numbers into a new tensor.
  ///
  /// - Throws: ``TorchError`` when the shape does not hold as many numbers.
  public convenience init(_ values: [Float], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, shape: shape, type: .float32)
  }

  /// Copies numbers into a new tensor of doubles.
  ///
  /// - Throws: ``TorchError`` when the shape does not hold as many numbers.
  public convenience init(_ values: [Double], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, shape: shape, type: .float64)
  }

  /// Copies integers, such as labels or indices, into a new tensor.
  ///
  /// - Throws: ``TorchError`` when the shape does not hold as many numbers.
  public convenience init(_ values: [Int64], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, shape: shape, type: .int64)
  }

  /// Copies bytes into a new tensor of bytes.
  ///
  /// - Throws: ``TorchError`` when the shape does not hold as many numbers.
  public convenience init(_ values: [UInt8], shape: [Int]) throws(TorchError) {
    try self.init(copying: values, shape: shape, type: .uint8)
  }

  /// Copies raw elements in the machine's byte order, the last dimension fastest.
  ///
  /// - Throws: ``TorchError`` when the bytes are not exactly those of the shape.
  public convenience init(
    bytes: UnsafeRawBufferPointer, shape: [Int], type: DType
  ) throws(TorchError) {
    var handle: CTTensorRef?
    let sizes = shape.map { Int64($0) }
    try check(
      ct_tensor_from_bytes(
        bytes.baseAddress, Int64(bytes.count), sizes, Int64(sizes.count), type.code, &handle),
      "tensor of \(type) \(shape)")
    guard let handle else { preconditionFailure("no tensor of \(shape)") }
    self.init(owning: handle)
  }

  private convenience init<Element: BitwiseCopyable>(
    copying values: [Element], shape: [Int], type: DType
  ) throws(TorchError) {
    let made: Result<CTTensorRef?, TorchError> = values.withUnsafeBytes { bytes in
      var handle: CTTensorRef?
      let sizes = shape.map { Int64($0) }
      let status = ct_tensor_from_bytes(
        bytes.baseAddress, Int64(bytes.count), sizes, Int64(sizes.count), type.code, &handle)
      return Result { () throws(TorchError) in
        try check(status, "tensor of \(values.count) values as \(type) \(shape)")
        return handle
      }
    }
    guard let handle = try made.get() else { preconditionFailure("no tensor of \(shape)") }
    self.init(owning: handle)
  }

  /// A tensor of one value throughout.
  public static func full(
    _ shape: [Int], _ value: Double, type: DType = .float32
  ) throws(TorchError) -> Tensor {
    let sizes = shape.map { Int64($0) }
    return try make("tensor of \(type) \(shape)") {
      ct_tensor_full(sizes, Int64(sizes.count), value, type.code, $0)
    }
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: [Int], type: DType = .float32) throws(TorchError) -> Tensor {
    try full(shape, 0, type: type)
  }

  /// A tensor of ones.
  public static func ones(_ shape: [Int], type: DType = .float32) throws(TorchError) -> Tensor {
    try full(shape, 1, type: type)
  }

  /// A tensor of normally distributed numbers.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, type: DType = .float32,
    generator: RandomGenerator = .current
  ) throws(TorchError) -> Tensor {
    let tensor = try zeros(shape, type: type)
    try tensor.fillNormal(mean: mean, deviation: deviation, generator: generator)
    return tensor
  }

  /// A tensor of numbers evenly distributed over a range.
  public static func uniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, type: DType = .float32,
    generator: RandomGenerator = .current
  ) throws(TorchError) -> Tensor {
    let tensor = try zeros(shape, type: type)
    try tensor.fillUniform(in: range, generator: generator)
    return tensor
  }
}
