/// How many floating-point operations a session had spent after so many steps, by ``CostModel``.
///
/// Training alone counts, with every row computed: what an activation cache spared is not taken off.
public struct SpentWork: Equatable, Sendable {
  private struct Piece: Equatable, Sendable {
    var start: Int
    var before: Double
    var perStep: Double
  }

  private let pieces: [Piece]

  /// Adds up a session's steps; nil where a row's cost or the batch size is not known.
  public init?(_ detail: SessionDetail) {
    guard let model = CostModel(detail.rows), let batch = detail.samplesPerStep else { return nil }
    let stretches = FreezeTimeline(detail).stretches
    guard !stretches.isEmpty else { return nil }
    var spent = 0.0
    pieces = stretches.map { stretch in
      let perStep = Double(model.cost(StepMask(trainable: stretch.trainable)).total) * batch
      defer { spent += perStep * Double(stretch.steps.count) }
      return Piece(start: stretch.steps.lowerBound, before: spent, perStep: perStep)
    }
  }

  /// Operations after so many steps.
  public func operations(after step: Int) -> Double {
    guard let piece = pieces.last(where: { $0.start <= step }) ?? pieces.first else { return 0 }
    return piece.before + piece.perStep * Double(step - piece.start)
  }
}
