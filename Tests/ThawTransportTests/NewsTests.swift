import Testing
import ThawBus
import ThawProtocol

@testable import ThawTransport

@Suite("News")
struct NewsTests {
  private func metrics(_ steps: ClosedRange<Int>, values: Int = 1) -> Event {
    .metrics(
      steps.map { step in
        MetricRecord(
          step: step, epoch: 0, time: 0,
          values: .init(uniqueKeysWithValues: (0..<values).map { ("metric-\($0)", 0.5) }))
      })
  }

  private func joined(_ events: [Event]) -> [Message] {
    messages(
      of: events.enumerated().map { place, event in
        Envelope(sequence: UInt64(place + 1), payload: .event(event))
      })
  }

  @Test("Metrics that follow one another are one message, with the number of the last")
  func join() {
    let rows = Event.rows(["head": .frozen], step: 4)
    #expect(
      joined([metrics(1...1), metrics(2...3), rows, metrics(4...4), metrics(5...5)]) == [
        .event(sequence: 2, metrics(1...3)), .event(sequence: 3, rows),
        .event(sequence: 5, metrics(4...5)),
      ])
    #expect(joined([]).isEmpty)
  }

  @Test("Joined metrics stay far from a frame's limit")
  func limit() throws {
    let messages = joined((1...20).map { metrics($0...$0, values: 1_000) })
    #expect(messages.count == 4)
    for message in messages { #expect(try FrameCodec.frame(message).count < FrameCodec.limit / 4) }
  }

  @Test("A viewer that wants news apart gets the first at once, and what follows together")
  func pace() async throws {
    try await Session.served { session in
      let viewer = Viewer(session)
      await viewer.client.take(NewsPace(seconds: 1))
      _ = await viewer.connected()
      // All of it lies in the host before the pace lets the second message go.
      for step in 1...5 { session.bus.post(.event(metrics(step...step))) }
      #expect(await records(of: viewer) == [1])
      #expect(await records(of: viewer) == [2, 3, 4, 5])
    }
  }

  private func records(of viewer: Viewer) async -> [Int]? {
    await viewer.first { update in
      guard case .event(_, .metrics(let records)) = update else { return nil }
      return records.map(\.step)
    }
  }
}
