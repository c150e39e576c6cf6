import NIOCore
import Testing
import ThawProtocol

@testable import ThawTransport

@Suite("Reading messages")
struct MessageReaderTests {
  @Test("What came together is read together; what is no message is told after it")
  func together() async throws {
    let (stream, source) = NIOAsyncChannelInboundStream<ByteBuffer>.makeTestingStream()
    var reader = MessageReader(stream)
    let frames = try [.lagged, .bye(reason: "one")].map(FrameCodec.frame)
    source.yield(ByteBuffer(bytes: frames[0] + frames[1] + frames[0].dropLast()))
    #expect(try await reader.nextTogether() == [.lagged, .bye(reason: "one")])

    source.yield(ByteBuffer(bytes: frames[0].suffix(1) + [0, 0, 0, 1, 0]))
    #expect(try await reader.nextTogether() == [.lagged])
    await #expect(throws: FrameError.self) { _ = try await reader.nextTogether() }

    source.finish()
  }
}
