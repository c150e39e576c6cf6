import Testing
import ThawTestSupport

@testable import ThawData

@Suite("Prefetch window")
struct PrefetchWindowTests {
  @Test("No more than the depth are started and not taken")
  func bound() {
    var window = PrefetchWindow<String>(depth: 2, count: nil)

    #expect(window.start() == .item(0))
    #expect(window.start() == .item(1))
    #expect(window.start() == .wait)
    window.finish(1, "b")
    window.finish(0, "a")
    #expect(window.start() == .wait)
    #expect(taken(&window) == "a")
    #expect(window.start() == .item(2))
    #expect(window.start() == .wait)
  }

  @Test("Items come in order, whoever finished first")
  func order() {
    var generator = SeededGenerator(seed: 4)
    var window = PrefetchWindow<String>(depth: 5, count: 50)
    var (running, got): ([Int], [String]) = ([], [])
    while got.count < 50 {
      while case .item(let number) = window.start() { running.append(number) }
      #expect(running.count <= 5)
      running.shuffle(using: &generator)
      if let number = running.popLast() { window.finish(number, "\(number)") }
      while let item = taken(&window) { got.append(item) }
    }

    #expect(got == (0..<50).map(String.init))
    #expect(window.start() == .stop)
    #expect(taken(&window) == nil)
  }

  @Test("After a cancellation nothing starts and nothing comes, not even what was finished")
  func cancellation() {
    var window = PrefetchWindow<String>(depth: 3, count: nil)
    _ = (window.start(), window.start())
    window.finish(0, "a")

    window.cancel()
    window.finish(1, "b")

    #expect(window.start() == .stop)
    guard case .end = window.take() else {
      Issue.record("an item came after the cancellation")
      return
    }
  }

  private func taken(_ window: inout PrefetchWindow<String>) -> String? {
    if case .item(let item) = window.take() { item } else { nil }
  }
}
