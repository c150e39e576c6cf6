import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@Suite("Frame codec")
struct FrameCodecTests {
  /// What came out of a stream: its messages, and the error that ended it.
  private struct Outcome: Equatable {
    var messages: [Message] = []
    var error: FrameError?
  }

  private static let stream = try? SampleMessages.all.flatMap { try FrameCodec.frame($0.message) }

  private func bytes() throws -> [UInt8] { try #require(Self.stream) }

  /// Feeds bytes in portions; stops at the first error, as a connection does.
  private func feed(_ bytes: [UInt8], portions: (Int) -> Int) -> Outcome {
    var codec = FrameCodec()
    var outcome = Outcome()
    var position = 0
    while position < bytes.count {
      let end = min(bytes.count, position + max(1, portions(position)))
      codec.receive(bytes[position..<end])
      position = end
      do {
        while let message = try codec.next() { outcome.messages.append(message) }
      } catch {
        outcome.error = error
        return outcome
      }
    }
    return outcome
  }

  @Test("A frame is the length in four bytes, most significant first, and the JSON")
  func layout() throws {
    #expect(
      try FrameCodec.frame(.lagged) == [0, 0, 0, 17] + Array(#"{"type":"lagged"}"#.utf8))
    let long = try FrameCodec.frame(.bye(reason: String(repeating: "x", count: 70_000)))
    #expect(long.prefix(4) == [0, 1, 0x11, 0x8A])
    #expect(long.count == 4 + 0x1118A)
  }

  @Test("All messages come out in order, whole, byte by byte, and however the bytes are cut")
  func cuts() throws {
    let bytes = try bytes()
    let wanted = Outcome(messages: SampleMessages.all.map(\.message))
    #expect(feed(bytes) { _ in bytes.count } == wanted)
    #expect(feed(bytes) { _ in 1 } == wanted)
    for seed: UInt64 in 0..<50 {
      var random = SeededGenerator(seed: seed)
      #expect(feed(bytes) { _ in Int.random(in: 1...200, using: &random) } == wanted)
    }
  }

  @Test("A message comes out with its last byte and not before, at every cut")
  func everyCut() throws {
    let frame = try FrameCodec.frame(.bye(reason: "so"))
    for cut in 0..<frame.count {
      var codec = FrameCodec()
      codec.receive(frame[..<cut])
      #expect(try codec.next() == nil)
      codec.receive(frame[cut...])
      #expect(try codec.next() == .bye(reason: "so"))
      #expect(try codec.next() == nil)
    }
  }

  @Test("A frame that announces too much is refused before its body arrives")
  func tooLong() throws {
    var codec = FrameCodec()
    codec.receive([0x00, 0x10, 0x00, 0x00])
    #expect(try codec.next() == nil)

    var other = FrameCodec()
    other.receive([0x00, 0x10, 0x00, 0x01])
    #expect(throws: FrameError.tooLong(bytes: 1_048_577, limit: 1_048_576)) { try other.next() }
    var largest = FrameCodec()
    largest.receive([0xFF, 0xFF, 0xFF, 0xFF])
    #expect(throws: FrameError.tooLong(bytes: 4_294_967_295, limit: 1_048_576)) {
      try largest.next()
    }
  }

  @Test("A message that is too long is not written")
  func tooLongToWrite() throws {
    let message = Message.bye(reason: String(repeating: "x", count: FrameCodec.limit))
    #expect(throws: FrameError.self) { try FrameCodec.frame(message) }
    let overhead = try FrameCodec.frame(.bye(reason: "")).count - 4
    let fits = Message.bye(reason: String(repeating: "x", count: FrameCodec.limit - overhead))
    var codec = FrameCodec()
    codec.receive(try FrameCodec.frame(fits))
    #expect(try codec.next() == fits)
  }

  @Test("Messages before a broken frame come out, and the same ones for all cuts")
  func damage() throws {
    let bytes = try bytes()
    for seed: UInt64 in 0..<500 {
      var random = SeededGenerator(seed: seed)
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let whole = feed(damaged) { _ in damaged.count }
      let cut = feed(damaged) { _ in Int.random(in: 1...300, using: &random) }
      #expect(whole.messages == cut.messages, "seed \(seed)")
      #expect((whole.error == nil) == (cut.error == nil), "seed \(seed)")
    }
  }

  @Test("Garbage gives an error or nothing, and no crash")
  func garbage() {
    for seed: UInt64 in 0..<1_000 {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 0...120, using: &random)
      var garbage = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      // Half of them with a plausible length, so that the body is looked at.
      if seed.isMultiple(of: 2), count > 4 { garbage.replaceSubrange(0..<4, with: [0, 0, 0, 4]) }
      let outcome = feed(garbage) { _ in count }
      #expect(outcome.messages.isEmpty, "seed \(seed)")
      if seed.isMultiple(of: 2), count >= 8 { #expect(outcome.error != nil, "seed \(seed)") }
    }
  }

  @Test(
    "Bodies that are no message are malformed",
    arguments: [
      "", "{", "{\"type\":\"bye\",\"reason\":\"\u{0}\"}", String(repeating: "[", count: 100_000),
    ])
  func malformed(body: String) {
    let bytes = Array(body.utf8)
    let length = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bytes.count >> $0) }
    guard case .malformed = feed(length + bytes, portions: { _ in 1 << 20 }).error else {
      Issue.record("was taken")
      return
    }
  }
}
