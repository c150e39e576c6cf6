extension [CheckpointInfo] {
  /// What `thaw resume` does with a session that has these checkpoints, in print.
  public func resuming(_ session: String) -> String {
    isEmpty
      ? "no checkpoint was written, so “thaw resume \(session)” begins anew"
      : "“thaw resume \(session)” goes on from the last checkpoint"
  }
}
