extension MetricSummary: Encodable {
  private enum Key: String, CodingKey {
    case last
    case best
    case count
  }

  /// Writes `{"last", "best", "count"}`; a missing best is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(last, forKey: .last)
    try container.encode(best, forKey: .best)
    try container.encode(count, forKey: .count)
  }
}

extension SessionSummary: Encodable {
  private enum Key: String, CodingKey {
    case name
    case state
    case step
    case started
    case metrics
    case waiting
    case labels
    case recipe
    case valuesAtSteps = "values_at_steps"
    case bytes
  }

  /// Writes a line of `thaw ls --json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(state, forKey: .state)
    try container.encode(step, forKey: .step)
    try container.encode(started, forKey: .started)
    try container.encode(metrics, forKey: .metrics)
    try container.encodeIfPresent(waiting, forKey: .waiting)
    if labels != SessionLabels() { try container.encode(labels, forKey: .labels) }
    if !recipe.isEmpty { try container.encode(recipe, forKey: .recipe) }
    if !valuesAtSteps.isEmpty { try container.encode(valuesAtSteps, forKey: .valuesAtSteps) }
    try container.encodeIfPresent(bytes, forKey: .bytes)
  }
}

extension SessionDetail: Encodable {
  private enum Key: String, CodingKey {
    case epoch
    case totalSteps = "total_steps"
    case reason
    case rows
    case journal
    case checkpoints
    case recipe
    case origin
    case cache
  }

  private struct RowLine: Encodable {
    let name: String
    let parameters: Int
    let state: RowState
    let provenStep: Int?
    let movedTensor: String?
    let sharedWith: [String]?

    private enum CodingKeys: String, CodingKey {
      case name
      case parameters
      case state
      case provenStep = "proven_step"
      case movedTensor = "moved_tensor"
      case sharedWith = "shared_with"
    }

    init(_ row: LayerRow) {
      (name, parameters, state) = (row.name, row.parameters, row.state)
      (provenStep, movedTensor) = (row.standing?.provenStep, row.standing?.movedTensor)
      sharedWith = row.sharedWith
    }
  }

  private struct JournalLine: Encodable {
    let step: Int
    let time: Double
    let command: String
    let outcome: String
    let takenBack: Bool?

    private enum CodingKeys: String, CodingKey {
      case step
      case time
      case command
      case outcome
      case takenBack = "taken_back"
    }
  }

  /// Writes what `thaw show --json` prints: the listing's keys and those of the detail, flat.
  public func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(epoch, forKey: .epoch)
    try container.encode(totalSteps, forKey: .totalSteps)
    try container.encodeIfPresent(reason, forKey: .reason)
    try container.encode(rows.map(RowLine.init), forKey: .rows)
    try container.encode(
      journal.enumerated().map { place, entry in
        JournalLine(
          step: entry.step, time: entry.time, command: entry.command,
          outcome: entry.outcomeText, takenBack: takenBack.contains(place) ? true : nil)
      }, forKey: .journal)
    try container.encode(checkpoints, forKey: .checkpoints)
    try container.encode(recipe, forKey: .recipe)
    try container.encodeIfPresent(origin, forKey: .origin)
    try container.encodeIfPresent(cache, forKey: .cache)
  }
}
