import CTorch

/// What libtorch this process runs on, and how.
public enum TorchRuntime {
  /// How the linear algebra library runs its threads.
  public enum BLAS: String, Sendable, Codable {
    /// OpenBLAS on the OpenMP threads that libtorch uses itself: what Debian's libtorch needs.
    case openmp
    /// OpenBLAS on threads of its own, which get in the way of libtorch's.
    case pthread
    /// OpenBLAS on one thread.
    case serial
    /// Intel's MKL, inside libtorch.
    case mkl
    /// A library that doesn't say.
    case unknown
  }

  /// The version of libtorch.
  public static var version: String { String(cString: ct_runtime_version()) }

  /// How the BLAS that libtorch calls runs its threads.
  public static var blas: BLAS {
    switch ct_runtime_blas() {
    case CT_BLAS_OPENMP: .openmp
    case CT_BLAS_PTHREAD: .pthread
    case CT_BLAS_SERIAL: .serial
    case CT_BLAS_MKL: .mkl
    default: .unknown
    }
  }

  /// The file that the BLAS was loaded from.
  public static var blasPath: String { String(cString: ct_runtime_blas_path()) }

  /// Threads of one operation started from this thread.
  public static var threads: Int { Int(ct_runtime_threads()) }

  /// Sets how many threads an operation started from this thread uses.
  ///
  /// - Throws: ``TorchError`` when it isn't positive.
  public static func setThreads(_ count: Int) throws(TorchError) {
    try check(ct_runtime_set_threads(Int64(count)), "setting \(count) threads")
  }

  /// Makes operations that cannot give the same result twice fail instead.
  public static func setDeterministic(_ deterministic: Bool) throws(TorchError) {
    try check(ct_runtime_set_deterministic(deterministic), "deterministic operations")
  }

  /// Tensors of this process that Swift holds.
  public static var liveTensors: Int { Int(ct_live_tensors()) }

  /// Bytes of the large blocks that tensors live in.
  public struct Memory: Equatable, Sendable {
    /// Bytes in tensors.
    public var used: Int
    /// The most of them at once, since the start or ``giveBackMemory()``.
    public var peak: Int
    /// Bytes of blocks that tensors left, kept for the next ones.
    public var kept: Int
  }

  /// What tensors of this process take, those that autograd holds included.
  public static var memory: Memory {
    let memory = ct_memory()
    return Memory(used: Int(memory.used), peak: Int(memory.peak), kept: Int(memory.kept))
  }

  /// Returns the blocks that no tensor is in to the system.
  ///
  /// Worth it when other tensors follow than before; the next step takes longer.
  public static func giveBackMemory() { ct_memory_give_back() }
}
