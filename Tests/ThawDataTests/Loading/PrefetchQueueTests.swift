import Testing

@testable import ThawData

@Suite("Prefetch queue")
struct PrefetchQueueTests {
  private let queue = PrefetchQueue<String>(depth: 1, count: 1)

  @Test("Who waits is asked again and again whether to go on, and gets the item once it is there")
  func asked() throws {
    #expect(queue.start() == 0)
    var asked = 0
    let item = try queue.take(patience: 0.01) {
      asked += 1
      if asked == 3 { queue.finish(0, "late") }
      return true
    }
    #expect(item == "late")
    #expect(asked == 3)
  }

  @Test("A wait that is given up loses nothing: the item is there for the next")
  func givenUp() throws {
    #expect(queue.start() == 0)
    #expect(throws: WaitGivenUp.self) { try queue.take(patience: 0) { false } }
    queue.finish(0, "late")
    #expect(try queue.take(patience: 60) { false } == "late")
  }
}
