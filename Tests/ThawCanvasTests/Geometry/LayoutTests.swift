import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Layout")
struct LayoutTests {
  @Test(
    "Lengths come first, then shares of what is left",
    arguments: [
      ([Constraint.length(3), .fill(1)], 0, [3, 7]),
      ([.fill(1), .fill(2)], 0, [3, 7]),
      ([.length(4), .length(4), .length(4)], 0, [4, 4, 2]),
      ([.fill(1), .fill(1), .fill(1)], 1, [2, 3, 3]),
      ([.length(20), .fill(1)], 0, [10, 0]),
      ([], 0, []),
    ])
  func shares(constraints: [Constraint], spacing: Int, lengths: [Int]) {
    let parts = Rect(x: 0, y: 0, width: 10, height: 1).columns(constraints, spacing: spacing)
    #expect(parts.map(\.width) == lengths)
  }

  @Test("Parts never overlap, leave the whole or become negative, whatever is asked")
  func property() {
    var random = SeededGenerator(seed: 11)
    for round in 0..<2000 {
      let total = Int.random(in: -3...40, using: &random)
      let constraints = (0..<Int.random(in: 0...6, using: &random)).map { _ -> Constraint in
        let number = Int.random(in: -5...60, using: &random)
        return Bool.random(using: &random) ? .length(number) : .fill(number)
      }
      let spans = divide(
        total, among: constraints, spacing: Int.random(in: -1...3, using: &random))
      var end = 0
      for span in spans {
        #expect(span.lowerBound >= end && span.upperBound <= max(0, total), "round \(round)")
        end = span.upperBound
      }
      #expect(spans.count == constraints.count)
    }
  }

  @Test("A fill leaves no cell unused", arguments: 0...30)
  func wholeIsUsed(total: Int) {
    let spans = divide(total, among: [.fill(3), .fill(2), .fill(2)], spacing: 0)
    #expect(spans.map(\.count).reduce(0, +) == total)
  }

  @Test("Insets larger than the rectangle leave nothing, inside of it")
  func insets() {
    let area = Rect(x: 5, y: 5, width: 3, height: 1)
    #expect(area.inset(by: Insets(all: 2)).isEmpty)
    #expect(area.inset(by: Insets(all: 9)).x <= area.right)
    #expect(area.inset(by: Insets(left: 1)) == Rect(x: 6, y: 5, width: 2, height: 1))
  }

  @Test("A popup larger than the screen is cut to it")
  func centered() {
    let area = Rect(x: 0, y: 0, width: 10, height: 5)
    #expect(area.centered(Size(width: 4, height: 3)) == Rect(x: 3, y: 1, width: 4, height: 3))
    #expect(area.centered(Size(width: 99, height: 99)) == area)
  }
}
