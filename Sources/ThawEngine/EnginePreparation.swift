public import ThawProtocol

/// What an engine is about to do, known before its first step.
public struct EnginePreparation: Equatable, Sendable {
  /// The model's architecture: `efficientnet-lite0`.
  public var architecture: String
  /// The layer board, with the mask that the first step has.
  public var rows: [LayerRow]
  /// Steps completed already: above 0 for a run that is resumed.
  public var step: Int
  /// Seconds since the session began: above 0 for a run that is resumed.
  public var time: Double
  /// The step at which the run ends.
  public var totalSteps: Int
  /// Names of the classes, in the order of the model's outputs.
  public var classes: [String]
  /// Samples of the training split.
  public var trainingSamples: Int
  /// Samples of the validation split.
  public var validationSamples: Int
  /// With how many threads it computes.
  public var threads: Int
  /// What a person should know before the first step, such as files that were skipped.
  public var notices: [String]
}

/// How a run ended.
public struct EngineOutcome: Equatable, Sendable {
  /// The last phase: ``ThawProtocol/Phase/finished`` or ``ThawProtocol/Phase/stopped``.
  public var phase: Phase
  /// Steps completed.
  public var step: Int
  /// Why, where there is more to say than the phase.
  public var reason: String?
}
