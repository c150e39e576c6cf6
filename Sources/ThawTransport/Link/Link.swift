import NIOCore
import ThawProtocol

/// The reading end of a connection.
struct MessageReader {
  private var bytes: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var codec = FrameCodec()
  /// Why what follows the last messages is no message.
  private var failure: FrameError?

  init(_ stream: NIOAsyncChannelInboundStream<ByteBuffer>) {
    bytes = stream.makeAsyncIterator()
  }

  /// Waits for the next message; nil when the other side closed, or the task is cancelled.
  ///
  /// - Throws: `FrameError` for bytes that are no message, or why the connection broke.
  mutating func next() async throws -> Message? {
    while true {
      if let message = try codec.next() { return message }
      guard let buffer = try await bytes.next(isolation: #isolation) else { return nil }
      codec.receive(buffer.readableBytesView)
    }
  }

  /// Waits for the next message and takes all that came with it; nil as ``next()``.
  ///
  /// - Throws: As ``next()``, once the messages before have been taken.
  mutating func nextTogether() async throws -> [Message]? {
    if let failure { throw failure }
    guard let first = try await next() else { return nil }
    var messages = [first]
    do {
      while let message = try codec.next() { messages.append(message) }
    } catch {
      failure = error
    }
    return messages
  }
}

/// The writing end of a connection; several tasks may use it.
struct MessageWriter: Sendable {
  /// How long a peer may take to read the last words.
  private static let grace = TimeAmount.seconds(2)

  private let bytes: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private let channel: any Channel

  init(_ writer: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel) {
    bytes = writer
    self.channel = channel
  }

  /// Writes a message; waits while the other side does not read what was written before.
  ///
  /// - Throws: `FrameError` for a message past the limit, or why the connection broke.
  func write(_ message: Message) async throws {
    try await write(bytes: try FrameCodec.frame(message))
  }

  /// Writes messages in one piece; waits as for one.
  ///
  /// - Throws: `FrameError` for a message past the limit, or why the connection broke.
  func write(_ messages: [Message]) async throws {
    try await write(bytes: try messages.flatMap(FrameCodec.frame))
  }

  /// Writes bytes as they are.
  func write(bytes frame: [UInt8]) async throws {
    try await bytes.write(ByteBuffer(bytes: frame))
  }

  /// Writes a message without waiting, after those posted before; for small ones, and few.
  ///
  /// - Throws: `FrameError` for a message past the limit.
  func post(_ message: Message) throws {
    channel.writeAndFlush(ByteBuffer(bytes: try FrameCodec.frame(message)), promise: nil)
  }

  /// Says why, and closes when that was read by the system, or after 2 s.
  func close(saying reason: String) async {
    closeSoon()
    if let frame = try? FrameCodec.frame(.bye(reason: reason)) {
      // A peer that is gone already does not hear it.
      try? await channel.writeAndFlush(ByteBuffer(bytes: frame)).get()
    }
    channel.close(promise: nil)
  }

  /// Closes after 2 s, whatever is still to be written.
  func closeSoon() {
    channel.eventLoop.scheduleTask(in: Self.grace) { [channel] in channel.close(promise: nil) }
  }

  /// Closes at the deadline unless that is cancelled before.
  func closeUnlessCancelled(in limit: Duration) -> Scheduled<Void> {
    channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { [channel] in
      channel.close(promise: nil)
    }
  }
}

extension NIOAsyncChannel where Inbound == ByteBuffer, Outbound == ByteBuffer {
  /// Runs a conversation over the connection, which is closed after it.
  func withMessages<Result: Sendable>(
    _ body: (inout MessageReader, MessageWriter) async throws -> Result
  ) async throws -> Result {
    try await executeThenClose { inbound, outbound in
      var reader = MessageReader(inbound)
      return try await body(&reader, MessageWriter(outbound, channel: channel))
    }
  }
}
