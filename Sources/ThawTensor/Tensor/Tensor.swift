import CTorch

/// An n-dimensional array of numbers, held by libtorch.
///
/// A tensor has reference semantics and is not `Sendable`: it stays on the engine's thread, and only
/// plain values leave it. A tensor that came out of an operation keeps what it was made of alive as
/// long as gradients may be asked of it; keep `item()` of a loss, not the loss.
public final class Tensor {
  let handle: CTTensorRef

  /// Takes over a new reference.
  init(owning handle: CTTensorRef) { self.handle = handle }

  deinit { ct_tensor_release(handle) }

  /// The size of each dimension, the last one fastest; empty for a scalar.
  public var shape: [Int] {
    let rank = Int(ct_tensor_rank(handle))
    return [Int64](unsafeUninitializedCapacity: rank) { sizes, count in
      if let start = sizes.baseAddress { ct_tensor_shape(handle, start) }
      count = rank
    }.map { Int($0) }
  }

  /// The product of the shape.
  public var elementCount: Int { Int(ct_tensor_count(handle)) }

  /// The type of the elements.
  public var type: DType {
    var type = CT_FLOAT32
    do { try check(ct_tensor_type(handle, &type), "type of \(shape)") } catch {
      preconditionFailure("\(error)")
    }
    return DType(type)
  }
}

extension Tensor: CustomStringConvertible {
  /// The type and the shape, as in `F32 [32, 3, 224, 224]`.
  public var description: String { "\(type.safetensorsName) \(shape)" }
}

/// Runs a call that gives a new tensor by its last argument.
func make(
  _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<CTTensorRef?>) -> CTStatus
) throws(TorchError) -> Tensor {
  var handle: CTTensorRef?
  try check(call(&handle), operation())
  guard let handle else { preconditionFailure("\(operation()) gave no tensor") }
  return Tensor(owning: handle)
}
