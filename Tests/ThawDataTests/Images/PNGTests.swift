import Testing
import ThawData

@Suite("PNG")
struct PNGTests {
  @Test(
    "Every colour type, depth, transparency and interlacing gives the pixels it holds, on white",
    arguments: Fixtures.png.keys.sorted())
  func modes(name: String) throws {
    let picture = try #require(Fixtures.png[name])

    let decoded = try ImageDecoder.decode(picture.bytes, named: name)

    #expect(decoded == picture.image)
  }

  @Test("The fixtures cover all 15 combinations of colour type and depth, plain and interlaced")
  func coverage() {
    let plain = Fixtures.png.keys.filter { !$0.contains("trns") }

    #expect(plain.filter { !$0.contains("interlaced") }.count == 15)
    #expect(plain.count == 30)
  }

  @Test("A file that ends too early is an error, wherever it ends")
  func truncation() throws {
    let bytes = try #require(Fixtures.png["rgba-8"]).bytes
    let lastChunk = bytes.count - 12

    for length in 0..<lastChunk {
      let error = #expect(throws: ImageError.self) {
        try ImageDecoder.decode(Array(bytes.prefix(length)), named: "short.png")
      }
      #expect(error?.kind == .truncated, "\(length) of \(bytes.count) bytes")
    }
  }
}
