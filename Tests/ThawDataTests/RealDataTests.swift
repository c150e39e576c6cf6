import Foundation
import Testing
import ThawData

@Suite("Real data")
struct RealDataTests {
  private static let fashion = URL(filePath: "/usr/share/datasets/fashion-mnist")
  private static let stamps = URL(filePath: "/usr/share/tuxpaint/stamps")

  @Test(
    "Fashion-MNIST has its 60,000 and 10,000 pictures, equally many of ten classes",
    .enabled(if: FileManager.default.fileExists(atPath: fashion.path())),
    arguments: [("train", 60_000), ("t10k", 10_000)])
  func fashionMNIST(split: String, count: Int) throws {
    let source = try IDXImages(
      images: Self.fashion.appending(path: "\(split)-images-idx3-ubyte.gz"),
      labels: Self.fashion.appending(path: "\(split)-labels-idx1-ubyte.gz"))

    #expect(source.count == count)
    #expect(source.size == ImageSize(width: 28, height: 28))
    let counts = Dictionary(grouping: source.labels) { $0 }.mapValues(\.count)
    #expect(counts == Dictionary(uniqueKeysWithValues: (0..<10).map { ($0, count / 10) }))
    if split == "train" {
      #expect(source.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
      #expect(greySum(source, at: 0) == 76_247)
      #expect(greySum(source, at: 59_999) == 16_684)
    }
  }

  @Test(
    "Tux Paint's stamps make six classes of 190 photos, all of which decode",
    .enabled(if: FileManager.default.fileExists(atPath: stamps.path())))
  func tuxPaint() throws {
    let source = try FolderImages(
      root: Self.stamps,
      classes: [
        "mammals": ["animals/mammals/**"], "birds": ["animals/birds/**"],
        "fruit": ["food/fruit/**"], "vegetables": ["food/vegetables/**"],
        "flowers": ["plants/flowers/**"], "vehicles": ["vehicles/**", "military/vehicles/**"],
      ],
      exclude: ["*/cartoon*", "*_mirror.png"])

    #expect(source.classes == ["birds", "flowers", "fruit", "mammals", "vegetables", "vehicles"])
    let counts = Dictionary(grouping: source.labels) { source.classes[$0] }.mapValues(\.count)
    #expect(
      counts == [
        "mammals": 65, "birds": 35, "fruit": 26, "vegetables": 18, "flowers": 25, "vehicles": 21,
      ])
    #expect(source.skipped.isEmpty)
    for index in 0..<source.count {
      #expect(throws: Never.self) { try source.image(at: index) }
    }
  }

  private func greySum(_ source: IDXImages, at index: Int) -> Int {
    source.image(at: index, minimumSide: nil).pixels.reduce(0) { $0 + Int($1) } / 3
  }
}
