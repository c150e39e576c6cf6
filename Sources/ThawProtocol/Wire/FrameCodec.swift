public import Foundation

/// Why bytes are no frames.
public enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A frame announced more bytes than allowed; nothing was allocated for it.
  case tooLong(bytes: Int, limit: Int)
  /// A frame's body is not a message.
  case malformed(reason: String)

  /// What is wrong.
  public var description: String {
    switch self {
    case .tooLong(let bytes, let limit):
      "a message of \(bytes) bytes; at most \(limit) are allowed"
    case .malformed(let reason): "not a message of thaw's protocol: \(reason)"
    }
  }
}

/// Messages to bytes and back: a big-endian `UInt32` length, then UTF-8 JSON.
///
/// Bytes may arrive in any portions. ``receive(_:)`` takes them in, ``next()`` gives the messages
/// out one by one, so that those before a broken frame are the same however the bytes were cut.
public struct FrameCodec: Sendable {
  /// The longest body accepted.
  public static let limit = 1 << 20

  private var pending: [UInt8] = []
  private var position = 0

  /// Starts with no bytes pending.
  public init() {}

  /// Adds bytes as they arrived.
  public mutating func receive(_ bytes: some Sequence<UInt8>) {
    pending.removeFirst(position)
    position = 0
    pending.append(contentsOf: bytes)
  }

  /// Takes the next message out; nil until all its bytes have arrived.
  ///
  /// - Throws: ``FrameError``; the stream is then out of step and must be closed.
  public mutating func next() throws(FrameError) -> Message? {
    guard pending.count - position >= 4 else { return nil }
    let length = pending[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.limit else {
      throw FrameError.tooLong(bytes: length, limit: Self.limit)
    }
    guard pending.count - position - 4 >= length else { return nil }
    let body = pending[position + 4..<position + 4 + length]
    position += 4 + length
    do {
      return try JSONDecoder.thaw.decode(Message.self, from: Data(body))
    } catch {
      throw FrameError.malformed(reason: "\(error)")
    }
  }

  /// A message as a frame.
  ///
  /// - Throws: ``FrameError/tooLong(bytes:limit:)`` for a message past the limit.
  public static func frame(_ message: Message) throws -> [UInt8] {
    let body = try JSONEncoder.thaw.encode(message)
    guard body.count <= limit else {
      throw FrameError.tooLong(bytes: body.count, limit: limit)
    }
    let length = UInt32(body.count)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body
  }
}

extension JSONDecoder {
  /// Reads thaw's JSON: NaN and infinities as strings, dates as ISO 8601.
  public static let thaw: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }()
}

extension JSONEncoder {
  /// Writes thaw's JSON: NaN and infinities as strings, dates as ISO 8601, keys sorted.
  public static var thaw: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
