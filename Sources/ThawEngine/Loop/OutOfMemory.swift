import ThawProtocol
import ThawTensor

/// The run needs more memory than there is.
struct OutOfMemory: Error, CustomStringConvertible {
  private let error: TorchError
  private let advice: String
  private let kept: CheckpointInfo?

  /// Memory ran out before the first step.
  init(preparing error: TorchError) {
    self.error = error
    advice = "fewer run.threads or a smaller model need less"
    kept = nil
  }

  /// Memory ran out in a step or a measurement; the run can go on from a checkpoint.
  init(_ error: TorchError, kept: CheckpointInfo?) {
    self.error = error
    advice = "a smaller run.batch or data.size, or more frozen rows, need less"
    self.kept = kept
  }

  var description: String {
    let limit =
      FreeMemory.limit.map { "; this process may have \(mebibytes($0)) (ulimit -v)" } ?? ""
    let state = kept.map { "; step \($0.step) is kept as \($0.folder)" } ?? ""
    return "memory ran out in \(error.operation)\(limit); \(advice)\(state)"
  }
}
