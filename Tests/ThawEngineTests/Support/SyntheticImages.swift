import Synchronization
import ThawData
import ThawTestSupport

/// Small noisy pictures whose class is their colour, in memory.
struct SyntheticImages: ImageSource {
  let classes = ["red", "green", "blue"]
  let labels: [Int]
  private let pictures: [RGBImage]

  var skipped: [SkippedFile] { [] }

  init(count: Int, side: Int = 16, seed: UInt64 = 7) {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { $0 % 3 }
    self.labels = labels
    pictures = labels.map { label in
      let pixels = (0..<side * side).flatMap { _ in
        (0..<3).map { channel in
          UInt8.random(in: channel == label ? 150...255 : 0...150, using: &generator)
        }
      }
      return RGBImage(width: side, height: side, pixels: pixels)
    }
  }

  func image(at index: Int, minimumSide: Int?) -> RGBImage { pictures[index] }
}

/// The same, of which one cannot be had until that is mended.
final class FailingImages: ImageSource {
  struct Failure: Error {}

  private let images: SyntheticImages
  private let missing: Mutex<Int?>

  init(count: Int, at sample: Int) {
    images = SyntheticImages(count: count)
    missing = Mutex(sample)
  }

  var labels: [Int] { images.labels }
  var classes: [String] { images.classes }
  var skipped: [SkippedFile] { [] }

  func mend() { missing.withLock { $0 = nil } }

  func image(at index: Int, minimumSide: Int?) throws -> RGBImage {
    if missing.withLock({ $0 }) == index { throw Failure() }
    return images.image(at: index, minimumSide: minimumSide)
  }
}
