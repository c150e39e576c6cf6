import Testing
import ThawData

@Suite("JPEG")
struct JPEGTests {
  @Test(
    "Baseline, progressive, grey and ink files give the pixels that Pillow gives, within 3 of 255",
    arguments: Fixtures.jpeg.keys.sorted())
  func modes(name: String) throws {
    let picture = try #require(Fixtures.jpeg[name])

    let decoded = try ImageDecoder.decode(picture.bytes, named: name)

    let difference = try #require(largestDifference(decoded, picture.image))
    #expect(difference <= 3)
  }

  @Test(
    "The smallest scale that keeps both sides is chosen; 64×48 has steps of 8×6",
    arguments: [
      (1, 8, 6), (6, 8, 6), (7, 16, 12), (12, 16, 12), (13, 24, 18), (24, 32, 24), (48, 64, 48),
      (49, 64, 48), (1000, 64, 48),
    ])
  func scaling(minimumSide: Int, width: Int, height: Int) throws {
    let bytes = try #require(Fixtures.jpeg["baseline"]).bytes

    let decoded = try ImageDecoder.decode(bytes, named: "baseline", minimumSide: minimumSide)

    #expect(decoded.size == ImageSize(width: width, height: height))
  }

  @Test("A scaled decoding shows the same picture")
  func scaledContent() throws {
    let picture = try #require(Fixtures.jpeg["baseline"])

    let decoded = try ImageDecoder.decode(picture.bytes, named: "baseline", minimumSide: 24)

    let resized = picture.image.resized(width: 32, height: 24, filter: .triangle)
    let differences = zip(decoded.pixels, resized.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) < 6 * differences.count)
  }

  @Test("A file that ends too early is an error and not a half grey picture")
  func truncation() throws {
    let bytes = try #require(Fixtures.jpeg["baseline"]).bytes

    for share in [0.01, 0.1, 0.3, 0.6, 0.8, 0.9] {
      let short = Array(bytes.prefix(Int(Double(bytes.count) * share)))
      let error = #expect(throws: ImageError.self) {
        try ImageDecoder.decode(short, named: "short.jpg")
      }
      #expect(error?.kind == .truncated, "\(share) of the file")
    }
  }
}
