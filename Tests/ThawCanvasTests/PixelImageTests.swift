import Testing

@testable import ThawCanvas

@Suite("Pictures of pixels")
struct PixelImageTests {
  private func drawn(_ draw: (inout PixelImage) -> Void) -> PixelImage {
    var image = PixelImage(width: 20, height: 10, ground: .rgb(255, 255, 255))
    draw(&image)
    return image
  }

  private func darkness(_ image: PixelImage, _ x: Int, _ y: Int) -> Int {
    255 - Int(image.bytes[(y * image.width + x) * 3])
  }

  private let black = Color.rgb(0, 0, 0)

  private func box(_ x: Double, _ y: Double, _ right: Double, _ bottom: Double) -> [PixelPoint] {
    [(x, y), (right, y), (right, bottom), (x, bottom)].map { PixelPoint(x: $0.0, y: $0.1) }
  }

  @Test("An area's edge colours a pixel by the share that it covers")
  func coverage() {
    let image = drawn { $0.fill([box(2.5, 3, 5, 4.25)], black) }
    #expect((1...5).map { darkness(image, $0, 3) } == [0, 127, 255, 255, 0])
    #expect((1...5).map { darkness(image, $0, 4) } == [0, 32, 64, 64, 0])
    #expect(darkness(image, 3, 2) == 0 && darkness(image, 3, 5) == 0)
  }

  @Test("A triangle's pixels add up to its area, wherever it lies")
  func slopes() {
    for shift in [0.0, 0.3, 0.77] {
      let corners = [(1.2, 1.1), (15.9, 3.4), (4.6, 8.8)].map {
        PixelPoint(x: $0.0 + shift, y: $0.1 + shift / 2)
      }
      let image = drawn { $0.fill([corners], black) }
      let whole = stride(from: 0, to: image.bytes.count, by: 3).reduce(0) {
        $0 + 255 - Int(image.bytes[$1])
      }
      // Half the cross product of two sides.
      let area = abs(14.7 * 7.7 - 3.4 * 2.3) / 2
      #expect(abs(Double(whole) / 255 - area) < 0.2)
    }
  }

  @Test("An outline that runs the other way round is a hole; what lies outside is cut off")
  func holes() {
    let image = drawn {
      $0.fill([box(-50, 2, 50, 8), box(5, 4, 10, 6).reversed()], black)
    }
    #expect(darkness(image, 0, 2) == 255 && darkness(image, 19, 7) == 255)
    #expect(darkness(image, 7, 5) == 0 && darkness(image, 4, 5) == 255)
    #expect(drawn { $0.fill([box(30, 30, 40, 40)], black) } == drawn { _ in })
  }

  @Test("A line has its width, dashes and, where it is a point, a dot")
  func strokes() {
    func line(_ dash: Double?) -> PixelImage {
      drawn {
        $0.stroke(
          [PixelPoint(x: 2, y: 5), PixelPoint(x: 10, y: 5), PixelPoint(x: 18, y: 5)], width: 2,
          black, dash: dash)
      }
    }
    #expect((3...6).map { darkness(line(nil), 10, $0) } == [0, 255, 255, 0])
    #expect((1...8).map { darkness(line(2), $0, 5) } == [0, 255, 255, 0, 0, 255, 255, 0])
    let dot = drawn { $0.stroke([PixelPoint(x: 5, y: 5)], width: 2, black) }
    #expect(darkness(dot, 5, 5) > 200 && darkness(dot, 8, 5) == 0)
  }

  @Test("Half an opacity is half the colour")
  func opacity() {
    #expect(darkness(drawn { $0.fill([box(0, 0, 5, 5)], black, opacity: 0.5) }, 2, 2) == 127)
  }

  @Test("Letters have DejaVu Sans's widths, and what it lacks is a question mark")
  func letters() {
    let font = OutlineFont.sans
    // 1303 + 1264 of 2048 units.
    #expect(abs(font.width(of: "ab", size: 1) - 2_555 / 2_048) < 0.01)
    #expect(font.width(of: "\u{4E00}", size: 10) == font.width(of: "?", size: 10))
    #expect(font.glyph(of: "o").outlines.count == 2 && font.glyph(of: " ").outlines.isEmpty)
    for letter in "0123456789+-.%×±…❄☀◆▲▸" {
      #expect(font.glyph(of: letter).outlines != font.glyph(of: "?").outlines, "\(letter)")
    }
    let image = drawn {
      $0.write("H", at: PixelPoint(x: 1, y: 9), font: font, size: 10, black)
    }
    #expect((0...18).contains { darkness(image, $0, 5) > 150 })
    #expect(darkness(image, 5, 9) == 0)
  }
}
