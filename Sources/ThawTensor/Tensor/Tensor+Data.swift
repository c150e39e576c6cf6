import CTorch

extension Tensor {
  /// The elements as floats, the last dimension fastest whatever the layout in memory.
  public func floats() throws(TorchError) -> [Float] { try elements(as: .float32, filler: 0) }

  /// The elements as doubles, the last dimension fastest whatever the layout in memory.
  public func doubles() throws(TorchError) -> [Double] { try elements(as: .float64, filler: 0) }

  /// The elements as integers, the last dimension fastest; fractions are cut off.
  public func int64s() throws(TorchError) -> [Int64] { try elements(as: .int64, filler: 0) }

  /// The elements as they are, in the machine's byte order, the last dimension fastest.
  public func bytes() throws(TorchError) -> [UInt8] {
    try copied(as: type, count: elementCount * type.byteSize, filler: 0)
  }

  /// The value of a tensor of one element.
  public func item() throws(TorchError) -> Double {
    var value = 0.0
    try check(ct_tensor_item(handle, &value), "value of \(self)")
    return value
  }

  /// The elements in another type; the tensor itself where it has that type already.
  public func to(_ type: DType) throws(TorchError) -> Tensor {
    try make("\(self) to \(type)") { ct_tensor_to(handle, type.code, $0) }
  }

  /// A copy with storage of its own, through which gradients flow.
  public func clone() throws(TorchError) -> Tensor {
    try make("clone of \(self)") { ct_tensor_clone(handle, $0) }
  }

  /// Copies the elements of a tensor of the same shape into this one.
  ///
  /// In place, converting the type where it differs. Autograd does not see it.
  public func copy(from source: Tensor) throws(TorchError) {
    try check(ct_tensor_assign(handle, source.handle), "copy of \(source) into \(self)")
  }

  /// Sets every element, in place; autograd does not see it.
  public func fill(_ value: Double) throws(TorchError) {
    try check(ct_tensor_fill(handle, value), "fill of \(self)")
  }

  /// Sets every element to zero, in place; autograd does not see it.
  public func zero() throws(TorchError) { try fill(0) }

  /// Draws every element from a normal distribution, in place; autograd does not see it.
  public func fillNormal(
    mean: Double = 0, deviation: Double = 1, generator: RandomGenerator = .current
  ) throws(TorchError) {
    try check(
      ct_tensor_fill_normal(handle, mean, deviation, generator.handle), "normal fill of \(self)")
  }

  /// Draws every element evenly from a range, in place; autograd does not see it.
  public func fillUniform(
    in range: Range<Double>, generator: RandomGenerator = .current
  ) throws(TorchError) {
    try check(
      ct_tensor_fill_uniform(handle, range.lowerBound, range.upperBound, generator.handle),
      "uniform fill of \(self)")
  }

  /// Whether shape, type and every bit agree: -0 is not 0, and a NaN is itself.
  public func isBitIdentical(to other: Tensor) throws(TorchError) -> Bool {
    var identical = false
    try check(
      ct_tensor_identical(handle, other.handle, &identical), "comparison of \(self) with \(other)")
    return identical
  }

  private func elements<Element: BitwiseCopyable>(
    as type: DType, filler: Element
  ) throws(TorchError) -> [Element] {
    try copied(as: type, count: elementCount, filler: filler)
  }

  private func copied<Element: BitwiseCopyable>(
    as type: DType, count: Int, filler: Element
  ) throws(TorchError) -> [Element] {
    var values = [Element](repeating: filler, count: count)
    let status = values.withUnsafeMutableBytes { buffer in
      ct_tensor_copy_bytes(handle, type.code, buffer.baseAddress, Int64(buffer.count))
    }
    try check(status, "elements of \(self)")
    return values
  }
}
