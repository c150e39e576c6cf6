import Testing

@testable import ThawData

@Suite("Augmentation")
struct AugmentationTests {
  @Test(
    "Random regions lie inside the picture, with the documented areas and proportions",
    arguments: [(64, 64), (100, 30), (31, 90), (400, 3), (1, 1)])
  func regions(width: Int, height: Int) {
    let size = ImageSize(width: width, height: height)
    var smallest = 1.0
    for epoch in 0..<500 {
      var draws = DrawSequence(.augmentation, seed: 5, epoch)
      let region = Augmentation.region(in: size, drawing: &draws)

      #expect(region.x >= 0 && region.y >= 0 && region.width > 0 && region.height > 0)
      #expect(region.x + region.width <= width && region.y + region.height <= height)
      smallest = min(
        smallest, Double(region.width * region.height) / Double(width * height))
    }
    // Rounding to whole pixels may go a little below.
    if min(width, height) > 20 { #expect((0.3..<0.6).contains(smallest)) }
  }

  @Test("About half of the views are mirrored, and nothing else changes")
  func flips() {
    let preprocessing = Preprocessing(size: 2, mean: [0, 0, 0], deviation: [1, 1, 1])
    let image = RGBImage(width: 2, height: 2, grey: [1, 2, 3, 4])
    let augmentation = Augmentation(flip: true, crop: false)

    let views = (0..<400).map { epoch in
      var draws = DrawSequence(.augmentation, seed: 1, epoch, 7)
      return augmentation.view(
        of: augmentation.base(image, for: preprocessing), for: preprocessing, drawing: &draws)
    }

    #expect(views.allSatisfy { $0 == image || $0 == image.flipped() })
    #expect((150...250).contains(views.count { $0 == image }))
  }

  @Test("Crops are cut from twice the input's size, and smaller pictures kept as they are")
  func base() {
    let preprocessing = Preprocessing(size: 8, mean: [0, 0, 0], deviation: [1, 1, 1])
    let crop = Augmentation(flip: false, crop: true)
    func grey(_ width: Int, _ height: Int) -> RGBImage {
      RGBImage(width: width, height: height, grey: [UInt8](repeating: 3, count: width * height))
    }

    #expect(crop.base(grey(40, 80), for: preprocessing).size == ImageSize(width: 16, height: 32))
    #expect(crop.base(grey(12, 10), for: preprocessing).size == ImageSize(width: 12, height: 10))
    #expect(
      Augmentation.none.base(grey(12, 10), for: preprocessing).size
        == ImageSize(width: 8, height: 8))
  }
}
