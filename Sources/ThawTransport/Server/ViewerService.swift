import NIOCore
import ThawBus
import ThawProtocol

/// What is done for each viewer of a host.
struct ViewerService: Sendable {
  let bus: MessageBus<Signal>
  let hello: Hello
  let mailboxCapacity: Int
  let turns = Turns()
  let snapshot: @Sendable () async throws -> Snapshot

  /// Serves one connection to its end; whatever goes wrong ends this connection only.
  func serve(_ channel: ByteChannel) async {
    // Errors that reach this line mean that the viewer is gone, or the server ends: nobody is
    // left to be told.
    try? await channel.withMessages { reader, writer in
      do {
        try await channel.checkPeer()
        _ = try await writer.greet(as: hello, &reader)
        try await converse(&reader, writer)
      } catch let error as TransportError {
        await writer.close(saying: error.reason)
      } catch let error as FrameError {
        await writer.close(saying: error.description)
      }
    }
  }

  private func converse(_ reader: inout MessageReader, _ writer: MessageWriter) async throws {
    let pace = Pace(among: turns)
    let (wishes, wish) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    try await withThrowingDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask { await follow(wishes, writer, pace) }
      group.addTask { await hurry(pace) }
      group.addTask {
        guard (try? await bus.waitUntilFinished()) != nil else { return }
        wish.finish()
        writer.closeSoon()
      }
      while let message = try await reader.next() {
        switch message {
        case .snapshotRequest: wish.yield()
        case .pace(let wanted): pace.take(wanted)
        case .request(let request):
          // Submitted here and not in the task, so that requests keep their order.
          let submission = Result { try bus.submit(.request(request), id: request.id) }
          group.addTask { await answer(request, submission, writer) }
        case .unreadableRequest(let id, _, let reason):
          try await writer.write(.reply(Reply(id: id, outcome: .refused(reason: reason))))
        case .hello, .snapshot, .reply, .event, .lagged, .bye, .unknown: continue
        }
      }
    }
  }

  private func answer(
    _ request: Request, _ submission: Result<Submission<Signal>, any Error>, _ writer: MessageWriter
  ) async {
    do {
      guard case .reply(let reply) = try await submission.get().answer() else { return }
      try await writer.write(.reply(reply))
    } catch let error as RequestError {
      let refusal = Reply(id: request.id, outcome: .refused(reason: error.description))
      try? await writer.write(.reply(refusal))
    } catch {
      // The viewer is gone; the answer is kept for when it asks again.
    }
  }

  /// Lets what people should see at once not wait for the next news.
  private func hurry(_ pace: Pace) async {
    let events = bus.subscribe(capacity: mailboxCapacity) { signal in
      if case .event(let event) = signal { event.isUrgent } else { false }
    }
    // Who is too slow for these is told so where all events are followed.
    while (try? await events.next()) != nil { pace.hurry() }
  }

  /// Sends a snapshot and then events for each wish, until the viewer lags or the bus finishes.
  private func follow(
    _ wishes: AsyncStream<Void>, _ writer: MessageWriter, _ pace: Pace
  ) async {
    wishes: for await _ in wishes {
      // Subscribed before the snapshot is taken: no event falls between the two.
      let events = bus.subscribe(capacity: mailboxCapacity) { signal in
        if case .event = signal { true } else { false }
      }
      do {
        let snapshot = try await snapshot()
        do { try await writer.write(.snapshot(snapshot)) } catch let error as FrameError {
          // The next would fit no better.
          return await writer.close(saying: "no snapshot can be sent: \(error)")
        }
        var last: ContinuousClock.Instant?
        while let first = try await events.next() {
          var news = [first]
          if let last, try await pace.wait(since: last) { news += try events.drain() }
          last = .now
          try await writer.write(messages(of: news.filter { $0.sequence > snapshot.sequence }))
        }
        break wishes
      } catch is MailboxError {
        try? await writer.write(.lagged)
      } catch FrameError.tooLong {
        // What does not fit into a frame is in the store, as is what a slow viewer missed.
        try? await writer.write(.lagged)
      } catch {
        if !Task.isCancelled { await writer.close(saying: "no snapshot can be taken: \(error)") }
        return
      }
    }
    if !Task.isCancelled { await writer.close(saying: "the session is over") }
  }
}

extension Event {
  /// Whether it is rare, and people wait for it or have to act on it.
  fileprivate var isUrgent: Bool {
    switch self {
    case .phase, .rows, .journal, .alarm, .rewound: true
    case .metrics, .checkpoint, .progress, .regimen, .standings, .calibration: false
    }
  }
}

extension TransportError {
  /// The message without what only makes sense on this side.
  fileprivate var reason: String {
    if case .closed(let reason) = self { reason } else { description }
  }
}
