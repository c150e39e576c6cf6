import Foundation
import Testing
import ThawTestSupport

@testable import ThawData

@Suite("IDX files")
struct IDXTests {
  /// Two images of 2 × 3, and their labels.
  private let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + (1...12).map { $0 }
  private let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]

  @Test("Images become grey pictures, with their labels and names")
  func reading() async throws {
    try await withFiles(images, labels) { imagesFile, labelsFile in
      let source = try IDXImages(
        images: imagesFile, labels: labelsFile, classes: ["shoe", "shirt"])

      #expect(source.size == ImageSize(width: 3, height: 2))
      #expect(source.labels == [1, 0])
      #expect(source.classes == ["shoe", "shirt"])
      #expect(source.image(at: 1, minimumSide: nil) == RGBImage(width: 3, height: 2, grey: 7...12))
      #expect(try IDXImages(images: imagesFile, labels: labelsFile).classes == ["0", "1"])
    }
  }

  @Test(
    "A header that lies is an error that says how",
    arguments: [
      ([0, 0, 8, 3, 0, 0], "too short for an IDX file"),
      ([9, 0, 8, 1, 0, 0, 0, 1, 1], "not an IDX file"),
      ([0, 0, 13, 1, 0, 0, 0, 1, 1], "holds IDX type 13; only bytes (8) are read"),
      ([0, 0, 8, 3, 0, 0, 0, 1, 1], "has 3 dimensions where 1 are expected"),
      ([0, 0, 8, 1, 0, 0, 0, 3, 1, 1], "holds 2 bytes where its header says 3"),
      ([0, 0, 8, 1, 0, 0, 0, 1, 1, 1], "holds 2 bytes where its header says 1"),
    ] as [([UInt8], String)])
  func lies(bytes: [UInt8], reason: String) {
    #expect(throws: DatasetError.malformed(path: "labels", reason: reason)) {
      try IDXFile(bytes, dimensions: 1, path: "labels")
    }
  }

  @Test("Sizes whose product no number holds are refused")
  func overflow() {
    let bytes: [UInt8] = [0, 0, 8, 3] + [UInt8](repeating: 0xFF, count: 12)

    #expect(
      throws: DatasetError.malformed(
        path: "x", reason: "the header gives an impossible size")
    ) { try IDXFile(bytes, dimensions: 3, path: "x") }
  }

  @Test("Images and labels must be equally many, and each label must have a name")
  func belongTogether() async throws {
    try await withFiles(images, [0, 0, 8, 1, 0, 0, 0, 1, 1]) { imagesFile, labelsFile in
      #expect(
        throws: DatasetError.countsDiffer(
          images: 2, labels: 1, path: labelsFile.path(percentEncoded: false))
      ) { try IDXImages(images: imagesFile, labels: labelsFile) }
    }
    try await withFiles(images, labels) { imagesFile, labelsFile in
      #expect(
        throws: DatasetError.labelOutOfRange(
          label: 1, classes: 1, path: labelsFile.path(percentEncoded: false))
      ) { try IDXImages(images: imagesFile, labels: labelsFile, classes: ["shoe"]) }
    }
  }

  @Test("Pictures of one class teach nothing and are refused", arguments: [0, 1] as [UInt8])
  func oneClass(label: UInt8) async throws {
    try await withFiles(images, [0, 0, 8, 1, 0, 0, 0, 2, label, label]) { imagesFile, labelsFile in
      #expect(
        throws: DatasetError.oneLabel(Int(label), path: labelsFile.path(percentEncoded: false))
      ) { try IDXImages(images: imagesFile, labels: labelsFile, classes: ["shoe", "shirt"]) }
    }
  }

  private func withFiles(
    _ images: [UInt8], _ labels: [UInt8], _ body: (URL, URL) throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let files = (folder.appending(path: "images"), folder.appending(path: "labels"))
      try Data(images).write(to: files.0)
      try Data(labels).write(to: files.1)
      try body(files.0, files.1)
    }
  }
}

@Suite("Gunzip")
struct GunzipTests {
  /// `gzip` of 1,000 letters a.
  private let file: [UInt8] = Array(
    Data(base64Encoded: "H4sIAAAAAAACA0tMHAWjYBQMdwAAA9o4mugDAAA=") ?? Data())

  @Test("A file inflates to exactly its content, also at the limit")
  func inflating() throws {
    let content = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)

    #expect(try Gunzip.inflate(file, limit: 1_000) == content)
    #expect(try Gunzip.inflate(file + file, limit: 2_000) == content + content)
  }

  @Test("More than the limit, a short file and a damaged one are errors")
  func refusing() {
    #expect(throws: Gunzip.Failure(reason: "inflates to more than 999 bytes")) {
      try Gunzip.inflate(file, limit: 999)
    }
    for length in 0..<file.count {
      #expect(throws: Gunzip.Failure.self, "\(length) bytes") {
        try Gunzip.inflate(Array(file.prefix(length)), limit: 1_000)
      }
    }
    var damaged = file
    damaged[damaged.count - 6] ^= 1
    #expect(throws: Gunzip.Failure(reason: "incorrect data check")) {
      try Gunzip.inflate(damaged, limit: 1_000)
    }
  }
}
