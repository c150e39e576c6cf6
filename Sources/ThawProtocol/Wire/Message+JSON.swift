extension Message: Codable {
  private enum Key: String, CodingKey {
    case type
    case sequence
    case id
    case command
    case reason
  }

  private enum Kind: String {
    case hello
    case snapshotRequest = "snapshot_request"
    case pace
    case snapshot
    case request
    case reply
    case lagged
    case bye
  }

  /// Reads a message; a type of a later version becomes ``unknown(type:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let type = try container.decode(String.self, forKey: .type)
    switch Kind(rawValue: type) {
    case .hello: self = .hello(try Hello(from: decoder))
    case .snapshotRequest: self = .snapshotRequest
    case .pace: self = .pace(try NewsPace(from: decoder))
    case .snapshot: self = .snapshot(try Snapshot(from: decoder))
    case .request: self = try Self.request(from: container)
    case .reply: self = .reply(try Reply(from: decoder))
    case .lagged: self = .lagged
    case .bye: self = .bye(reason: try container.decode(String.self, forKey: .reason))
    case nil:
      guard let event = try Event(type: type, from: decoder) else {
        self = .unknown(type: type)
        return
      }
      self = .event(sequence: try container.decode(UInt64.self, forKey: .sequence), event)
    }
  }

  /// Writes a message as one flat object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .hello(let hello):
      try container.encode(Kind.hello.rawValue, forKey: .type)
      try hello.encode(to: encoder)
    case .snapshotRequest: try container.encode(Kind.snapshotRequest.rawValue, forKey: .type)
    case .pace(let pace):
      try container.encode(Kind.pace.rawValue, forKey: .type)
      try pace.encode(to: encoder)
    case .snapshot(let snapshot):
      try container.encode(Kind.snapshot.rawValue, forKey: .type)
      try snapshot.encode(to: encoder)
    case .request(let request):
      try container.encode(Kind.request.rawValue, forKey: .type)
      try request.encode(to: encoder)
    case .unreadableRequest(let id, let command, _):
      try container.encode(Kind.request.rawValue, forKey: .type)
      try container.encode(id, forKey: .id)
      try container.encode(command, forKey: .command)
    case .reply(let reply):
      try container.encode(Kind.reply.rawValue, forKey: .type)
      try reply.encode(to: encoder)
    case .event(let sequence, let event):
      try container.encode(event.type, forKey: .type)
      try container.encode(sequence, forKey: .sequence)
      try event.encodeFields(to: encoder)
    case .lagged: try container.encode(Kind.lagged.rawValue, forKey: .type)
    case .bye(let reason):
      try container.encode(Kind.bye.rawValue, forKey: .type)
      try container.encode(reason, forKey: .reason)
    case .unknown(let type): try container.encode(type, forKey: .type)
    }
  }

  /// Reads a request; one with a command of a later version can still be answered by its id.
  private static func request(from container: KeyedDecodingContainer<Key>) throws -> Message {
    let id = try container.decode(String.self, forKey: .id)
    let text = try container.decode(String.self, forKey: .command)
    do {
      return .request(Request(id: id, command: try Command(parsing: text)))
    } catch {
      return .unreadableRequest(id: id, command: text, reason: error.message)
    }
  }
}
