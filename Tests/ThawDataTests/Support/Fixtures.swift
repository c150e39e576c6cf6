import Foundation
import Testing
import ThawData

/// The files that `Fixtures/make_fixtures.py` wrote.
enum Fixtures {
  /// An image file and the pixels it holds.
  struct Picture: Decodable {
    var file: Data
    var width: Int
    var height: Int
    var rgb: Data

    var bytes: [UInt8] { Array(file) }
    var image: RGBImage { RGBImage(width: width, height: height, pixels: Array(rgb)) }
  }

  /// Pictures resized by Pillow.
  struct Resampling: Decodable {
    struct Source: Decodable {
      var width: Int
      var height: Int
      var rgb: Data
    }

    struct Case: Decodable, CustomTestStringConvertible {
      var filter: String
      var x: Int
      var y: Int
      var columns: Int
      var rows: Int
      var width: Int
      var height: Int
      var rgb: Data

      var testDescription: String { "\(filter) \(columns)×\(rows) to \(width)×\(height)" }
    }

    var source: Source
    var cases: [Case]
  }

  private struct Pictures: Decodable {
    var pictures: [String: Picture]
  }

  static let png = read("png", as: Pictures.self).pictures
  static let jpeg = read("jpeg", as: Pictures.self).pictures
  static let resampling = read("resample", as: Resampling.self)

  private static func read<Content: Decodable>(_ name: String, as type: Content.Type) -> Content {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).json")
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    } catch {
      fatalError("\(file.path()): \(error)")
    }
  }
}

/// The largest difference between two pictures' bytes; nil where their sides differ.
func largestDifference(_ one: RGBImage, _ other: RGBImage) -> Int? {
  guard one.size == other.size else { return nil }
  return zip(one.pixels, other.pixels).map { abs(Int($0) - Int($1)) }.max()
}
