import CTorch

/// Why an operation on tensors failed.
public struct TorchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: Equatable, Sendable {
    /// Wrong shapes, types or arguments.
    case rejected
    /// There was not enough memory.
    case memory
    /// Something that libtorch doesn't explain.
    case unknown
  }

  /// What kind of failure it is.
  public let code: Code
  /// What libtorch says.
  public let message: String
  /// What was tried, with the operands' shapes, as in `conv2d of [2, 3, 8, 8] with [4, 5, 3, 3]`.
  public let operation: String

  /// The operation and the reason.
  public var description: String { "\(operation): \(message)" }
}

/// Turns a failed call into an error.
///
/// The message belongs to the thread, so there is no `await` between the call and this.
func check(
  _ status: CTStatus, _ operation: @autoclosure () -> String
) throws(TorchError) {
  guard status != CT_OK else { return }
  let code: TorchError.Code =
    switch status {
    case CT_ERROR_TORCH: .rejected
    case CT_ERROR_MEMORY: .memory
    default: .unknown
    }
  throw TorchError(code: code, message: String(cString: ct_last_error()), operation: operation())
}
