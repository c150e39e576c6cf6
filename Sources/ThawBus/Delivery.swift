/// How a message is kept for a reader that has not come to it yet.
public enum Delivery: Hashable, Sendable {
  /// Every reader gets it, or is told that it lagged.
  case lossless
  /// A newer message with the same key takes its place.
  case latest(key: String)
}

/// A message with its number on the bus.
public struct Envelope<Payload: Sendable>: Sendable {
  /// Stored once, however many mailboxes hold it: a payload may be hundreds of bytes.
  @usableFromInline
  final class Content: Sendable {
    @usableFromInline let sequence: UInt64
    @usableFromInline let payload: Payload

    @inlinable
    init(_ sequence: UInt64, _ payload: Payload) {
      self.sequence = sequence
      self.payload = payload
    }
  }

  @usableFromInline let content: Content

  /// The message's number, counted from 1 over all messages of the bus.
  @inlinable public var sequence: UInt64 { content.sequence }
  /// The message.
  @inlinable public var payload: Payload { content.payload }

  /// Numbers a message.
  @inlinable
  public init(sequence: UInt64, payload: Payload) { content = Content(sequence, payload) }
}

extension Envelope: Equatable where Payload: Equatable {
  /// Whether number and message are the same.
  public static func == (one: Envelope, other: Envelope) -> Bool {
    one.sequence == other.sequence && one.payload == other.payload
  }
}
