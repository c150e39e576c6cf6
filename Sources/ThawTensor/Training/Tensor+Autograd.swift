import CTorch

extension Tensor {
  /// Whether `backward()` computes a gradient for this tensor.
  ///
  /// Setting it to `false` undefines the gradient too, so that a frozen parameter never has one.
  ///
  /// - Precondition: To be set, the tensor holds floating point numbers and is no operation's result.
  public var requiresGradient: Bool {
    get { ct_tensor_requires_gradient(handle) }
    set {
      do {
        try check(
          ct_tensor_set_requires_gradient(handle, newValue), "requiresGradient of \(self)")
        if !newValue { try undefineGradient() }
      } catch { preconditionFailure("\(error)") }
    }
  }

  /// What `backward()` added up, or `nil` where it is undefined; a reference, not a copy.
  public var gradient: Tensor? {
    var gradient: CTTensorRef?
    do { try check(ct_tensor_gradient(handle, &gradient), "gradient of \(self)") } catch {
      preconditionFailure("\(error)")
    }
    return gradient.map { Tensor(owning: $0) }
  }

  /// Makes the gradient undefined.
  ///
  /// That is not the same as zero: by momentum and weight decay, an optimizer still moves a parameter
  /// whose gradient is zero, and skips one whose gradient is undefined.
  public func undefineGradient() throws(TorchError) { try Tensor.undefineGradients(of: [self]) }

  /// Makes the gradients undefined, in one call, as before the next step's `backward()`.
  public static func undefineGradients(of tensors: [Tensor]) throws(TorchError) {
    let handles = tensors.map(\.handle)
    guard !handles.isEmpty else { return }
    try check(ct_undefine_gradients(handles, Int64(handles.count)), "undefining gradients")
  }

  /// The same storage, cut off from what it was computed of.
  public func detached() throws(TorchError) -> Tensor {
    try make("detach of \(self)") { ct_tensor_detach(handle, $0) }
  }

  /// Adds the gradient of this scalar to the tensors that require one and led to it.
  public func backward() throws(TorchError) {
    try check(ct_tensor_backward(handle), "backward of \(self)")
  }
}

/// Whether operations on this thread are recorded for `backward()`.
public var recordsGradients: Bool { ct_gradients_enabled() }

/// Runs a closure on this thread without recording operations for `backward()`.
///
/// The closure is not `async`, because the mode belongs to the thread.
public func withoutGradients<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let enabled = ct_gradients_enabled()
  ct_set_gradients_enabled(false)
  defer { ct_set_gradients_enabled(enabled) }
  return try body()
}
