import Foundation

/// A ``PrefetchWindow`` between threads: whoever has to wait sleeps until something changes.
///
/// Unchecked, since the compiler cannot see that `window` is only touched while `condition` is
/// locked.
final class PrefetchQueue<Item: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var window: PrefetchWindow<Item>

  init(depth: Int, count: Int?) {
    window = PrefetchWindow(depth: depth, count: count)
  }

  /// The number of the item that the calling worker is to make; nil where there is no more work.
  func start() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      switch window.start() {
      case .item(let number): return number
      case .wait: condition.wait()
      case .stop: return nil
      }
    }
  }

  /// Delivers an item.
  func finish(_ number: Int, _ item: Item) {
    condition.lock()
    defer { condition.unlock() }
    window.finish(number, item)
    condition.broadcast()
  }

  /// The next item in order, as soon as it is there; nil after the last one and after ``cancel()``.
  ///
  /// Once that has taken `patience` seconds, and each quarter of it from then on, `goesOn` is asked on the calling
  /// thread whether to wait any longer.
  ///
  /// - Throws: ``WaitGivenUp`` where it said no.
  func take(patience: Double, goesOn: () -> Bool) throws(WaitGivenUp) -> Item? {
    condition.lock()
    defer { condition.unlock() }
    var due = Date(timeIntervalSinceNow: patience)
    while true {
      switch window.take() {
      case .item(let item):
        condition.broadcast()
        return item
      case .wait:
        if condition.wait(until: due) { continue }
        // Workers need the lock to deliver what is asked about.
        condition.unlock()
        let goesOn = goesOn()
        condition.lock()
        guard goesOn else { throw WaitGivenUp() }
        due = Date(timeIntervalSinceNow: patience / 4)
      case .end: return nil
      }
    }
  }

  /// Wakes everybody up to stop.
  func cancel() {
    condition.lock()
    defer { condition.unlock() }
    window.cancel()
    condition.broadcast()
  }
}
