import Synchronization
import ThawData

/// Pictures of one colour each, with a count of how often each was asked for.
final class PlainImages: ImageSource {
  /// A trouble that is not about one picture.
  struct DiskGone: Error, Equatable {}

  let labels: [Int]
  let classes = ["even", "odd"]
  let skipped: [SkippedFile] = []

  private let damaged: Set<Int>
  private let failing: Set<Int>
  private let withoutMemory: Set<Int>
  private let requests: Mutex<[Int: Int]> = Mutex([:])
  private let onRelease: @Sendable () -> Void

  init(
    _ count: Int, damaged: Set<Int> = [], failing: Set<Int> = [], withoutMemory: Set<Int> = [],
    onRelease: @escaping @Sendable () -> Void = {}
  ) {
    labels = (0..<count).map { $0 % 2 }
    self.damaged = damaged
    self.failing = failing
    self.withoutMemory = withoutMemory
    self.onRelease = onRelease
  }

  deinit { onRelease() }

  /// How often each picture was asked for.
  var requestCounts: [Int: Int] { requests.withLock { $0 } }

  func image(at index: Int, minimumSide: Int?) throws -> RGBImage {
    requests.withLock { $0[index, default: 0] += 1 }
    if failing.contains(index) { throw DiskGone() }
    if withoutMemory.contains(index) {
      throw ImageError(.noMemory, path: "\(index).jpg", reason: "no memory for 9 bytes")
    }
    if damaged.contains(index) {
      throw ImageError(.truncated, path: "\(index).jpg", reason: "truncated")
    }
    // A left half and a right half, so that flips and crops show.
    let pixels = (0..<12 * 8).flatMap { position in
      let value = UInt8(position % 12 < 6 ? index % 200 : 255 - index % 50)
      return [value, UInt8(position), 7]
    }
    return RGBImage(width: 12, height: 8, pixels: pixels)
  }
}
