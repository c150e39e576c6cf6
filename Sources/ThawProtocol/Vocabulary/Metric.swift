/// Which way a metric should move.
public enum MetricDirection: String, Codable, Sendable {
  case lowerIsBetter
  case higherIsBetter
  /// Neither: learning rates, norms, speeds.
  case neutral
}

/// What a metric's name means: its unit and which way is better.
public struct MetricDefinition: Codable, Equatable, Sendable {
  /// The full name: `train/loss`, `val/accuracy`, `row/head/drift`.
  public var name: String
  /// The unit in print, or an empty string for a plain number.
  public var unit: String
  /// Which way is better.
  public var direction: MetricDirection

  /// Defines a metric.
  public init(name: String, unit: String, direction: MetricDirection) {
    self.name = name
    self.unit = unit
    self.direction = direction
  }

  /// The definition of a metric by its name's last part; unknown ones are neutral and unitless.
  ///
  /// Other tools' `val_loss` and `val_accuracy` are known as well.
  public init(named name: String) {
    switch name.split(separator: "/").last {
    case let part? where part == "loss" || part.hasSuffix("_loss"):
      self.init(name: name, unit: "", direction: .lowerIsBetter)
    case let part? where part == "accuracy" || part.hasSuffix("_accuracy"):
      self.init(name: name, unit: "", direction: .higherIsBetter)
    case "samples_per_second":
      self.init(name: name, unit: "samples/s", direction: .neutral)
    default: self.init(name: name, unit: "", direction: .neutral)
    }
  }
}

/// The names of the metrics that thaw itself logs.
public enum MetricName {
  /// Mean training loss of the step's batch.
  public static let trainLoss = "train/loss"
  /// Learning rate of the step, before a row's ramp or multiplier.
  public static let learningRate = "train/learning_rate"
  /// L2 norm of all trainable gradients, before clipping.
  public static let gradientNorm = "train/grad_norm"
  /// Samples trained per second, over the step.
  public static let throughput = "train/samples_per_second"
  /// Share of the batch whose frozen rows need not be computed, as what they give was kept; 0…1.
  public static let cacheHitRate = "train/cache_hit_rate"
  /// Mean loss over the validation split, in eval mode.
  public static let validationLoss = "val/loss"
  /// Share of the validation split that is classified right, in 0…1.
  public static let validationAccuracy = "val/accuracy"

  /// L2 norm of a row's gradients.
  public static func rowGradientNorm(_ row: String) -> String { "row/\(row)/grad_norm" }
  /// `‖g‖ / ‖θ‖`, the L2 norm of a row's gradients over that of its weights: what Auto-RGN goes by.
  public static func rowRelativeGradient(_ row: String) -> String { "row/\(row)/relative_gradient" }
  /// L2 norm of a row's last update over the L2 norm of its weights.
  public static func rowUpdateRatio(_ row: String) -> String { "row/\(row)/update_ratio" }
  /// `‖θ−θ₀‖/‖θ₀‖` of a row against its pre-trained weights.
  public static func rowDrift(_ row: String) -> String { "row/\(row)/drift" }

  /// The one of some metrics that a person means, who may write `.` for `/`: `val.accuracy`; nil where it is
  /// none of them.
  public static func meant(by text: String, among names: some Collection<String>) -> String? {
    func dotted(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "/") ? UInt8(ascii: ".") : byte }
    if names.contains(text) { return text }
    // No text is made of each name, which a list of thousands of sessions would feel.
    return names.first { name in
      name.utf8.count == text.utf8.count
        && zip(name.utf8, text.utf8).allSatisfy { dotted($0) == dotted($1) }
    }
  }
}
