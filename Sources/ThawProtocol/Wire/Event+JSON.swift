extension Event {
  private enum Key: String, CodingKey {
    case phase
    case step
    case reason
    case rows
    case entry
    case regimen
    case standings
  }

  /// The `type` of the event's JSON object.
  var type: String {
    switch self {
    case .phase: "phase"
    case .metrics: "metrics"
    case .rows: "rows"
    case .journal: "journal"
    case .checkpoint: "checkpoint"
    case .progress: "progress"
    case .alarm: "alarm"
    case .regimen: "regimen"
    case .standings: "standings"
    case .calibration: "calibration"
    case .rewound: "rewound"
    }
  }

  /// Reads an event of the given type; nil for a type that this version does not know.
  init?(type: String, from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch type {
    case "phase":
      self = .phase(
        try container.decode(Phase.self, forKey: .phase),
        step: try container.decode(Int.self, forKey: .step),
        reason: try container.decodeIfPresent(String.self, forKey: .reason))
    case "metrics":
      guard let records = try MetricTable(from: decoder).records else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath, debugDescription: "metrics that do not fit together"))
      }
      self = .metrics(records)
    case "rows":
      self = .rows(
        try container.decode([String: RowState].self, forKey: .rows),
        step: try container.decode(Int.self, forKey: .step))
    case "journal": self = .journal(try container.decode(JournalEntry.self, forKey: .entry))
    case "checkpoint": self = .checkpoint(try CheckpointInfo(from: decoder))
    case "progress": self = .progress(try Progress(from: decoder))
    case "alarm": self = .alarm(try Alarm(from: decoder))
    case "regimen": self = .regimen(try container.decode(Regimen.self, forKey: .regimen))
    case "standings":
      self = .standings(
        try container.decode([String: RowStanding].self, forKey: .standings),
        step: try container.decode(Int.self, forKey: .step))
    case "calibration": self = .calibration(try Calibration(from: decoder))
    case "rewound": self = .rewound(try Rewind(from: decoder))
    default: return nil
    }
  }

  func encodeFields(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .phase(let phase, let step, let reason):
      try container.encode(phase, forKey: .phase)
      try container.encode(step, forKey: .step)
      try container.encodeIfPresent(reason, forKey: .reason)
    case .metrics(let records): try MetricTable(records).encode(to: encoder)
    case .rows(let rows, let step):
      try container.encode(rows, forKey: .rows)
      try container.encode(step, forKey: .step)
    case .journal(let entry): try container.encode(entry, forKey: .entry)
    case .checkpoint(let info): try info.encode(to: encoder)
    case .progress(let progress): try progress.encode(to: encoder)
    case .alarm(let alarm): try alarm.encode(to: encoder)
    case .regimen(let regimen): try container.encode(regimen, forKey: .regimen)
    case .standings(let standings, let step):
      try container.encode(standings, forKey: .standings)
      try container.encode(step, forKey: .step)
    case .calibration(let calibration): try calibration.encode(to: encoder)
    case .rewound(let rewind): try rewind.encode(to: encoder)
    }
  }
}

extension Rewind: Codable {
  private enum Key: String, CodingKey {
    case step
    case branch
    case moment
    case attempt
    case entry
  }

  /// Reads a return: to `moment` of a `branch`, or to after `entry` of an `attempt`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let step = try container.decode(Int.self, forKey: .step)
    if let attempt = try container.decodeIfPresent(Int.self, forKey: .attempt) {
      let entry = try container.decode(Int.self, forKey: .entry)
      self.init(step: step, to: .attempt(attempt, entry: entry))
    } else {
      self.init(
        step: step,
        to: .branch(
          try container.decode(Int.self, forKey: .branch),
          sequence: try container.decode(UInt64.self, forKey: .moment)))
    }
  }

  /// Writes a return.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(step, forKey: .step)
    switch place {
    case .branch(let branch, let sequence):
      try container.encode(branch, forKey: .branch)
      try container.encode(sequence, forKey: .moment)
    case .attempt(let attempt, let entry):
      try container.encode(attempt, forKey: .attempt)
      try container.encode(entry, forKey: .entry)
    }
  }
}

extension JournalEntry: Codable {
  private enum Key: String, CodingKey {
    case step
    case time
    case command
    case outcome
    case detail
  }

  /// Reads an entry: `outcome` is `applied` or `refused`, `detail` the note or the reason.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let step = try container.decode(Int.self, forKey: .step)
    self.init(
      step: step,
      time: try container.decode(Double.self, forKey: .time),
      command: try container.decode(String.self, forKey: .command),
      outcome: CommandOutcome(
        name: try container.decode(String.self, forKey: .outcome), step: step,
        detail: try container.decodeIfPresent(String.self, forKey: .detail)))
  }

  /// Writes an entry.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(step, forKey: .step)
    try container.encode(time, forKey: .time)
    try container.encode(command, forKey: .command)
    try container.encode(outcome.name, forKey: .outcome)
    try container.encodeIfPresent(outcome.detail, forKey: .detail)
  }
}
