import Foundation

/// `trainer_state.json`, which Hugging Face's Trainer keeps in each checkpoint.
///
/// `log_history` holds an object a logging. Its keys are named as the Trainer's own reports name them, with
/// thaw's word for validation: `loss` is `train/loss`, `eval_loss` is `val/loss`, `test_loss` is `test/loss`.
struct TrainerState {
  let path: String

  /// Adds the file's points and settings to a run.
  func read(_ data: Data, into reading: inout RunReading) throws(ImportError) {
    let state: JSONValue
    do {
      state = try JSONScanner.value(of: [UInt8](data)[...])
    } catch {
      throw .damaged(path: path, offset: error.offset, detail: error.detail)
    }
    guard case .object(let members) = state, case .array(let logs)? = state["log_history"] else {
      throw .damaged(path: path, offset: 0, detail: "it has no log_history")
    }
    for (index, log) in logs.enumerated() {
      guard case .object(let values) = log else { continue }
      var row = PointRow()
      for (key, value) in values {
        guard let number = value.plotted else { continue }
        row.add(number, named: Axis(key) == nil ? Self.name(key) : key)
      }
      row.append(to: &reading.points, number: index + 1)
    }
    for (key, value) in members {
      switch value {
      case .number, .text, .boolean: reading.settings[key] = value.print
      case .null, .array, .object: break
      }
    }
  }

  private static func name(_ key: String) -> String {
    for (prefix, split) in [("eval_", "val/"), ("test_", "test/")] where key.hasPrefix(prefix) {
      return split + key.dropFirst(prefix.count)
    }
    return "train/" + key
  }
}
