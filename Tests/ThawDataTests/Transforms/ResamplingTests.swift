import Testing
import ThawData

@Suite("Resampling")
struct ResamplingTests {
  private let source = RGBImage(
    width: Fixtures.resampling.source.width, height: Fixtures.resampling.source.height,
    pixels: Array(Fixtures.resampling.source.rgb))

  @Test(
    "Every byte is the one that Pillow gives, larger and smaller, whole and cropped",
    arguments: Fixtures.resampling.cases)
  func likePillow(wanted: Fixtures.Resampling.Case) {
    let resized = source.resized(
      width: wanted.width, height: wanted.height,
      region: PixelRegion(x: wanted.x, y: wanted.y, width: wanted.columns, height: wanted.rows),
      filter: wanted.filter == "bicubic" ? .bicubic : .triangle)

    #expect(resized.pixels == Array(wanted.rgb))
  }

  @Test(
    "The shorter side gets the wanted length, the longer one keeps the proportions",
    arguments: [(40, 20, 10, 20, 10), (20, 40, 10, 10, 20), (30, 30, 7, 7, 7), (100, 3, 6, 200, 6)])
  func shorterSide(width: Int, height: Int, side: Int, newWidth: Int, newHeight: Int) {
    let image = RGBImage(
      width: width, height: height, grey: [UInt8](repeating: 9, count: width * height))

    #expect(
      image.resized(shorterSide: side).size == ImageSize(width: newWidth, height: newHeight))
  }

  @Test("A flip exchanges left and right, and twice is as before")
  func flip() {
    let image = RGBImage(width: 3, height: 2, grey: [1, 2, 3, 4, 5, 6])

    #expect(image.flipped() == RGBImage(width: 3, height: 2, grey: [3, 2, 1, 6, 5, 4]))
    #expect(source.flipped().flipped() == source)
  }

  @Test("A crop holds the region's pixels")
  func crop() {
    let image = RGBImage(width: 3, height: 3, grey: [1, 2, 3, 4, 5, 6, 7, 8, 9])

    let cut = image.cropped(to: PixelRegion(x: 1, y: 1, width: 2, height: 1))

    #expect(cut == RGBImage(width: 2, height: 1, grey: [5, 6]))
  }

  @Test("The centred region of odd space lies where torchvision puts it")
  func centre() {
    let size = ImageSize(width: 11, height: 13)

    let region = PixelRegion.centre(width: 10, height: 10, of: size)

    #expect(region == PixelRegion(x: 0, y: 2, width: 10, height: 10))
  }
}
