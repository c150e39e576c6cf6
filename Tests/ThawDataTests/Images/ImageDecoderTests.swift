import Foundation
import Testing
import ThawData
import ThawTestSupport

@Suite("Image decoder")
struct ImageDecoderTests {
  @Test("The content decides what a file is, not its name")
  func sniffing() async throws {
    let picture = try #require(Fixtures.png["rgb-8"])

    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "photo.jpg")
      try picture.file.write(to: file)

      #expect(try ImageDecoder.decode(file) == picture.image)
      #expect(try ImageDecoder.size(of: file) == picture.image.size)
    }
  }

  @Test("A picture past the pixel limit is refused by its header, JPEG and PNG alike")
  func pixelLimit() throws {
    for picture in [Fixtures.png["rgb-8"], Fixtures.jpeg["baseline"]] {
      let picture = try #require(picture)
      let count = picture.width * picture.height

      #expect(throws: Never.self) {
        try ImageDecoder.decode(picture.bytes, named: "large", pixelLimit: count)
      }
      let error = #expect(throws: ImageError.self) {
        try ImageDecoder.decode(picture.bytes, named: "large", pixelLimit: count - 1)
      }
      #expect(error?.kind == .tooManyPixels)
      #expect(
        error?.description
          == "large: \(picture.width) × \(picture.height) pixels are more than the \(count - 1) "
          + "allowed; make it smaller")
    }
  }

  @Test(
    "Other formats are named",
    arguments: [
      ("GIF89a......", "GIF files are not read"),
      ("RIFF....WEBPVP8 ", "WebP files are not read"),
      ("BM..........", "BMP files are not read"),
      ("....ftypheic", "HEIF files are not read"),
      ("<svg xmlns=\"", "not an image"),
    ])
  func otherFormats(start: String, reason: String) {
    let error = #expect(throws: ImageError.self) {
      try ImageDecoder.decode(Array(start.utf8), named: "picture")
    }
    #expect(error == ImageError(.unsupported, path: "picture", reason: reason))
    #expect(error?.description == "picture: \(reason); convert it to JPEG or PNG")
  }

  @Test("An empty file is said to be empty")
  func empty() {
    let error = #expect(throws: ImageError.self) { try ImageDecoder.decode([], named: "nothing") }
    #expect(error?.description == "nothing: the file is empty; copy or download the file again")
  }

  @Test("A missing file is named, with the system's reason")
  func missing() {
    let error = #expect(throws: ImageError.self) {
      try ImageDecoder.decode(URL(filePath: "/nowhere/cat.png"))
    }
    #expect(
      error?.description
        == "/nowhere/cat.png: cannot be read: no such file or directory; check or replace the file")
  }

  @Test("A size far into the file is found: a JPEG with a profile of 300 kB before it")
  func lateHeader() async throws {
    let picture = try #require(Fixtures.jpeg["baseline"])
    var bytes = picture.bytes
    // Five segments of 60 kB each right after the start marker.
    for _ in 0..<5 {
      bytes.insert(
        contentsOf: [0xFF, 0xE2, 0xEA, 0x60] + [UInt8](repeating: 0, count: 59_998), at: 2)
    }

    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "profile.jpg")
      try Data(bytes).write(to: file)

      #expect(try ImageDecoder.size(of: file) == picture.image.size)
      #expect(try ImageDecoder.decode(file).size == picture.image.size)
    }
  }
}
