import Foundation
import Testing
import ThawData
import ThawTestSupport

@Suite("Folders of images")
struct FolderImagesTests {
  private let picture: Data

  init() throws { picture = try #require(Fixtures.png["rgb-8"]).file }

  @Test("Each sub-folder is a class with all pictures below it, sorted; other files do not count")
  func folders() async throws {
    try await withTemporaryFolder { root in
      try write(
        [
          "dogs/b.png", "dogs/a.PNG", "dogs/young/c.jpg", "cats/z.png", "cats/notes.txt",
          "cats/.hidden.png", ".cache/x.png", "loose.png",
        ], in: root)

      let images = try FolderImages(root: root)

      #expect(images.classes == ["cats", "dogs"])
      #expect(
        names(images, below: root) == [
          "cats/z.png", "dogs/a.PNG", "dogs/b.png", "dogs/young/c.jpg",
        ])
      #expect(images.labels == [0, 1, 1, 1])
      #expect(images.count == 4)
      #expect(images.skipped.isEmpty)
      #expect(try images.image(at: 0).width == 11)
    }
  }

  @Test("Classes can be glob patterns, and exclusions hold at any depth")
  func patterns() async throws {
    try await withTemporaryFolder { root in
      try write(
        [
          "animals/mammals/cat.png", "animals/mammals/cat_mirror.png", "animals/mammals/x/bear.png",
          "animals/mammals/x/cartoon/bear.png", "animals/birds/owl.png", "food/fruit/fig.png",
        ], in: root)

      let images = try FolderImages(
        root: root,
        classes: ["mammals": ["animals/mammals/**"], "other": ["food/**", "animals/birds/*"]],
        exclude: ["*/cartoon*", "*_mirror.png"])

      #expect(images.classes == ["mammals", "other"])
      #expect(
        names(images, below: root) == [
          "animals/mammals/cat.png", "animals/mammals/x/bear.png", "animals/birds/owl.png",
          "food/fruit/fig.png",
        ])
      #expect(images.labels == [0, 0, 1, 1])
    }
  }

  @Test("Unreadable files are listed with a reason and left out")
  func skipped() async throws {
    try await withTemporaryFolder { root in
      try write(["a/good.png", "b/good.png"], in: root)
      try Data("GIF89a......".utf8).write(to: root.appending(path: "a/moving.gif"))
      try Data().write(to: root.appending(path: "a/empty.png"))
      try picture.prefix(20).write(to: root.appending(path: "a/short.png"))

      let images = try FolderImages(root: root)

      #expect(names(images, below: root) == ["a/good.png", "b/good.png"])
      #expect(
        images.skipped.map { URL(filePath: $0.path).lastPathComponent }
          == ["empty.png", "moving.gif", "short.png"])
      #expect(
        images.skipped.map(\.reason) == [
          "the file is empty; copy or download the file again",
          "GIF files are not read; convert it to JPEG or PNG",
          "the file ends too early; copy or download the file again",
        ])
    }
  }

  @Test("A link to a folder is followed, and one that leads back is not")
  func links() async throws {
    try await withTemporaryFolder { root in
      try write(["data/a/x.png", "elsewhere/y.png"], in: root)
      let data = root.appending(path: "data")
      try FileManager.default.createSymbolicLink(
        at: data.appending(path: "b"), withDestinationURL: root.appending(path: "elsewhere"))
      try FileManager.default.createSymbolicLink(
        at: data.appending(path: "a/again"), withDestinationURL: data)

      let images = try FolderImages(root: data)

      #expect(images.classes == ["a", "b"])
      #expect(
        names(images, below: data).filter { !$0.contains("again") } == ["a/x.png", "b/y.png"])
      #expect(images.count < 10)
    }
  }

  @Test("What is missing is said, and what to do")
  func errors() async throws {
    try await withTemporaryFolder { root in
      let path = root.path(percentEncoded: false)
      #expect(
        message { try FolderImages(root: root) }
          == "\(path): has no sub-folders; put the pictures of each class into a folder of its "
          + "own, or name classes by glob patterns"
      )
      #expect(
        message { try FolderImages(root: root.appending(path: "none")) }
          == "\(path)/none: there is no such folder; give the folder that holds the pictures")

      try write(["a/x.png"], in: root)
      let one = "holds one class, “a”, and a model learns to tell two or more apart;"
      #expect(
        message { try FolderImages(root: root) }
          == "\(path): \(one) give the others a folder here too, and check that the recipe's "
          + "data.path is the folder above them")
      #expect(
        message { try FolderImages(root: root, classes: ["a": ["a/*"]]) }
          == "\(path): \(one) name another in the recipe's data.classes")

      try write(["b/notes.txt"], in: root)
      #expect(
        message { try FolderImages(root: root) }
          == "\(path): class “b” has no usable picture; add JPEG or PNG files, or remove the folder"
      )
      #expect(
        message { try FolderImages(root: root, classes: ["dogs": ["a"], "cats": ["a/*"]]) }
          == "\(path): class “dogs” has no usable picture (patterns: a); patterns are relative to "
          + "the folder, and `folder/**` takes all below it")
      #expect(
        message { try FolderImages(root: root, classes: ["dogs": ["a/**"], "cats": ["**/x.*"]]) }
          == "\(path)/a/x.png: belongs to the classes cats and dogs; make their patterns disjoint")
    }
  }

  private func message(_ body: () throws -> FolderImages) -> String? {
    do {
      _ = try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func write(_ paths: [String], in root: URL) throws {
    for path in paths {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try picture.write(to: file)
    }
  }

  private func names(_ images: FolderImages, below root: URL) -> [String] {
    images.files.map { String($0.dropFirst(root.path(percentEncoded: false).count + 1)) }
  }
}
