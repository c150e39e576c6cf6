import Foundation
import Testing
import ThawCanvas

@Suite("Color vision")
struct ColorVisionTests {
  /// Full protanopia, deuteranopia and tritanopia on linear RGB: Machado, Oliveira and Fernandes 2009.
  private static let visions: [(name: String, matrix: [[Double]])] = [
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  /// Roles that are told apart by their colours, and by how much at least (CIE76).
  private static let groups: [(roles: [Role], distance: Double)] = [
    ([.rowFrozen, .rowTrainable, .rowPending], 14), ([.success, .warning, .error], 14),
    ([.plotTrain, .plotValidation, .plotTrainRaw], 12), ((0..<4).map(Role.plotSeries), 10),
  ]

  @Test(
    "The palettes for every color vision keep their meanings apart",
    arguments: ["okabe-ito", "okabe-ito-light"])
  func apart(name: String) throws {
    let theme = try #require(ThemeFilesTests.loaded.themes.first { $0.name == name })
    for vision in Self.visions {
      for group in Self.groups {
        let seen = try group.roles.map { role in
          try lab(#require(theme[role].foreground?.components), seenBy: vision.matrix)
        }
        for (index, first) in seen.enumerated() {
          for (other, second) in seen.enumerated().dropFirst(index + 1) {
            let distance = zip(first, second).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
              .squareRoot()
            #expect(
              distance >= group.distance,
              "\(vision.name): \(group.roles[index]) and \(group.roles[other]) are \(distance) apart"
            )
          }
        }
      }
    }
  }

  /// CIE L*a*b* (D65) of a colour as somebody sees it.
  private func lab(
    _ color: (red: Int, green: Int, blue: Int), seenBy matrix: [[Double]]
  ) -> [Double] {
    let linear = [color.red, color.green, color.blue].map { part in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in min(max(zip(row, linear).map(*).reduce(0, +), 0), 1) }
    func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16 / 116 }
    let x = f((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047)
    let y = f(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
    let z = f((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }
}
