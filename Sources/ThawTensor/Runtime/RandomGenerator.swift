import CTorch

/// A source of random numbers: libtorch's Mersenne Twister.
///
/// Each thread has one of its own, ``current``, so that two runs in one process don't disturb each
/// other; it draws the same numbers for the same seed as PyTorch's.
public final class RandomGenerator {
  let handle: CTGeneratorRef

  /// A generator apart from any thread's.
  public convenience init(seed: UInt64) {
    self.init { ct_generator_make(seed, $0) }
  }

  private init(_ call: (UnsafeMutablePointer<CTGeneratorRef?>) -> CTStatus) {
    var made: CTGeneratorRef?
    do { try check(call(&made), "random generator") } catch { preconditionFailure("\(error)") }
    guard let made else { preconditionFailure("no random generator") }
    handle = made
  }

  deinit { ct_generator_release(handle) }

  /// The calling thread's generator.
  public static var current: RandomGenerator { RandomGenerator { ct_generator_of_thread($0) } }

  /// Starts the sequence of a seed.
  public func seed(_ seed: UInt64) {
    do { try check(ct_generator_seed(handle, seed), "seed") } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Where in its sequence it is, exactly.
  public func state() throws(TorchError) -> [UInt8] {
    try make("state of the generator") { ct_generator_state(handle, $0) }.bytes()
  }

  /// Goes on from what ``state()`` gave.
  ///
  /// - Throws: ``TorchError`` when the bytes are none of this version of libtorch.
  public func restore(_ state: [UInt8]) throws(TorchError) {
    let bytes = try Tensor(state, shape: [state.count])
    try check(ct_generator_set_state(handle, bytes.handle), "state of \(state.count) bytes")
  }
}
