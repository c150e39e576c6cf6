import Foundation
import ThawData
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

/// What a model makes of the validation split.
struct Evaluation: Codable, Equatable, Sendable {
  /// Mean loss.
  var loss: Double
  /// Share that is classified right, in 0…1.
  var accuracy: Double

  /// Whether it is the better model's, by accuracy as everywhere; any is better than none.
  func isBetter(than other: Evaluation?) -> Bool {
    other.map { accuracy > $0.accuracy } ?? true
  }

  /// Both in print: `val/loss 0.4127, val/accuracy 0.873`.
  var text: String {
    let loss = loss.isNaN ? "NaN" : String(format: "%.4f", loss)
    return "val/loss \(loss), val/accuracy \(String(format: "%.3f", accuracy))"
  }
}

extension Learner {
  /// Whether there is a validation split.
  var canEvaluate: Bool { validation != nil }

  /// Measures the validation split in eval mode; changes nothing but what is kept of frozen rows.
  ///
  /// - Precondition: ``canEvaluate``.
  func evaluate() throws -> Evaluation {
    guard let validation else { preconditionFailure("there is no validation split") }
    model.setTraining(false, frozenRows: [])
    validation.seek(epoch: 0, batch: 0)
    var (loss, right, count) = (0.0, 0, 0)
    try withoutGradients {
      while let input = try nextInput(of: .validation) {
        let logits = try model.forward(
          input.features, rows: mask.firstTrainable..<model.rows.count)
        loss += try logits.crossEntropy(targets: input.labels, reduction: .sum).item()
        right += zip(try logits.argmax().int64s(), try input.labels.int64s())
          .count { $0 == $1 }
        count += input.count
      }
    }
    return Evaluation(loss: loss / Double(count), accuracy: Double(right) / Double(count))
  }
}
