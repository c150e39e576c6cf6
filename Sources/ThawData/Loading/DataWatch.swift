import Synchronization

/// What is told of a loader that has to wait for its data.
///
/// All on the thread that calls ``BatchLoader/next()``.
public struct DataWatch {
  /// Called once the wait has taken a second, and four times a second from then on, with the file that is being read
  /// where that is known; false gives the wait up.
  let goesOn: (_ file: String?) -> Bool
  /// Called when such a wait is over, or given up.
  let ended: () -> Void

  /// Makes a watch.
  public init(goesOn: @escaping (_ file: String?) -> Bool, ended: @escaping () -> Void) {
    self.goesOn = goesOn
    self.ended = ended
  }
}

/// A wait for data was given up, as its ``DataWatch`` wanted.
public struct WaitGivenUp: Error, CustomStringConvertible {
  /// What happened.
  public var description: String { "the wait for data was given up" }
}

/// The samples that are being read, by whichever thread, the one begun first in front.
final class SamplesInHand: Sendable {
  private let samples = Mutex<[Int]>([])

  /// The sample that has been read for the longest.
  var first: Int? { samples.withLock { $0.first } }

  /// Notes a sample while it is read.
  func reading<Value>(_ sample: Int, _ read: () throws -> Value) rethrows -> Value {
    samples.withLock { $0.append(sample) }
    defer {
      samples.withLock { samples in
        if let place = samples.firstIndex(of: sample) { samples.remove(at: place) }
      }
    }
    return try read()
  }
}
