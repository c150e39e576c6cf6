/// What stands behind a row's state: the proof that it has not moved, or the ramp that it moves with.
public struct RowStanding: Codable, Equatable, Sendable {
  /// Of a frozen row: steps completed when it was last found to be what it was frozen as, bit for bit.
  public var provenStep: Int?
  /// The tensor that was found changed although its row is frozen; nil as long as all is well.
  public var movedTensor: String?
  /// Of a row that was thawed: steps completed when its learning rate began to rise.
  public var rampStart: Int?
  /// Over how many steps the rate rises; at least one where `rampStart` is set.
  public var rampSteps: Int?

  private enum CodingKeys: String, CodingKey {
    case provenStep = "proven_step"
    case movedTensor = "moved_tensor"
    case rampStart = "ramp_start"
    case rampSteps = "ramp_steps"
  }

  /// States what stands behind a row; without arguments, nothing does yet.
  public init(
    provenStep: Int? = nil, movedTensor: String? = nil, rampStart: Int? = nil,
    rampSteps: Int? = nil
  ) {
    self.provenStep = provenStep
    self.movedTensor = movedTensor
    self.rampStart = rampStart
    self.rampSteps = rampSteps
  }

  /// The factor on the row's rate for the step after `step` completed ones, in 0..<1; nil where none is in force.
  public func rampFactor(at step: Int) -> Double? {
    guard let rampStart, let rampSteps, rampSteps > 0 else { return nil }
    let factor = Double(step - rampStart + 1) / Double(rampSteps)
    return factor < 1 ? max(0, factor) : nil
  }
}
