/// How a message is kept for a reader that has not come to it yet.
public enum Delivery: Hashable, Sendable {
  /// Every reader gets it, or is told that it lagged.
  case lossless
  /// A newer message with the same key takes its place.
  case latest(key: String)
}

/// A message with its number on the bus.
public struct Envelope<Payload: Sendable>: Sendable {
  /// The message's number, counted from 1 over all messages of the bus.
  public let sequence: UInt64
  /// The message.
  public let payload: Payload

  /// Numbers a message.
  public init(sequence: UInt64, payload: Payload) {
    self.sequence = sequence
    self.payload = payload
  }
}

extension Envelope: Equatable where Payload: Equatable {}
