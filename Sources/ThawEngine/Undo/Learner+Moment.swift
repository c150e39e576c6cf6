import Foundation
import ThawModels
import ThawStore
import ThawTensor

extension Learner {
  /// Copies out what training moves of some rows: parameters, statistics, and what the optimizer remembers.
  func tensors(of rows: [Int]) throws -> [StoredTensor] {
    try rows.flatMap { row -> [StoredTensor] in
      let row = model.rows[row]
      let buffers = try row.buffers.map { index in
        try StoredTensor(model.buffers[index].name, model.buffers[index].tensor)
      }
      return try buffers
        + row.parameters.flatMap { index in
          let (name, tensor) = (model.parameters[index].name, model.parameters[index].tensor)
          return try [StoredTensor(name, tensor)]
            + optimizer.state(of: index).sorted { $0.key < $1.key }
            .map { try StoredTensor("\(name)/\($0)", $1) }
        }
    }
  }

  /// Puts back what ``tensors(of:)`` gave; rows of which nothing is there stay as they are.
  func restore(_ tensors: [StoredTensor]) throws {
    // Only what was spilled comes from a file, and that is named by its own errors.
    let file = URL(filePath: "undo")
    var stored = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0) })
    for buffer in model.buffers {
      guard let tensor = stored.removeValue(forKey: buffer.name) else { continue }
      try buffer.tensor.copy(from: tensor.tensor(in: file))
    }
    for (index, parameter) in model.parameters.enumerated() {
      guard let tensor = stored.removeValue(forKey: parameter.name) else { continue }
      try parameter.tensor.copy(from: tensor.tensor(in: file))
      var state: [String: Tensor] = [:]
      for slot in ["step", "momentum_buffer", "exp_avg", "exp_avg_sq"] {
        guard let tensor = stored.removeValue(forKey: "\(parameter.name)/\(slot)") else { continue }
        state[slot] = try tensor.tensor(in: file)
      }
      try optimizer.restoreState(state, of: index)
    }
  }
}
