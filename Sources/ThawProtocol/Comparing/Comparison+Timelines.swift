extension Comparison {
  /// A session's strip: which rows trained when, and what was done.
  public struct Timeline: Encodable, Equatable, Sendable {
    /// Steps between two changes of the rows that train.
    public struct Stretch: Encodable, Equatable, Sendable {
      /// Steps completed when it began.
      public var from: Int
      /// Steps completed when it ended.
      public var to: Int
      /// The rows that trained.
      public var rows: [String]
    }

    /// Something done to the run that is in force.
    public struct Intervention: Encodable, Equatable, Sendable {
      /// The step before which it took effect.
      public var step: Int
      /// What was done.
      public var command: String
    }

    /// The rows from input to output.
    public var rows: [String]
    /// The stretches in order; empty for a session without layers.
    public var stretches: [Stretch]
    /// The interventions in the order in which they were done.
    public var interventions: [Intervention]

    init(_ session: SessionDetail) {
      let timeline = FreezeTimeline(session)
      rows = timeline.rows
      stretches = timeline.stretches.map { stretch in
        Stretch(
          from: stretch.steps.lowerBound, to: stretch.steps.upperBound,
          rows: stretch.trainable.sorted().map { timeline.rows[$0] })
      }
      interventions = Interventions(session.journal).inForce.map {
        Intervention(step: $0.step, command: $0.command.text)
      }
    }
  }
}
