extension CommandOutcome {
  /// `applied` or `refused`.
  public var name: String {
    switch self {
    case .applied: "applied"
    case .refused: "refused"
    }
  }

  /// The note, or the reason.
  public var detail: String? {
    switch self {
    case .applied(_, let note): note
    case .refused(let reason): reason
    }
  }

  /// Puts an outcome together from its parts, as JSON and the store keep them.
  public init(name: String, step: Int, detail: String?) {
    self =
      name == "applied" ? .applied(step: step, note: detail) : .refused(reason: detail ?? "")
  }
}

extension Reply: Codable {
  private enum Key: String, CodingKey {
    case id
    case outcome
    case step
    case detail
  }

  /// Reads a reply.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      id: try container.decode(String.self, forKey: .id),
      outcome: CommandOutcome(
        name: try container.decode(String.self, forKey: .outcome),
        step: try container.decodeIfPresent(Int.self, forKey: .step) ?? 0,
        detail: try container.decodeIfPresent(String.self, forKey: .detail)))
  }

  /// Writes a reply.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(outcome.name, forKey: .outcome)
    if case .applied(let step, _) = outcome { try container.encode(step, forKey: .step) }
    try container.encodeIfPresent(outcome.detail, forKey: .detail)
  }
}

extension Command: Codable {
  /// Reads the command's text form.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    do {
      try self.init(parsing: text)
    } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: error.message))
    }
  }

  /// Writes the command's text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
