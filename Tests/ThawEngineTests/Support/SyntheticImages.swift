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
