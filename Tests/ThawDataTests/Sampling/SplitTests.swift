import Testing

@testable import ThawData

@Suite("Split")
struct SplitTests {
  /// 100 of class 0, 50 of class 1, 3 of class 2, 1 of class 3.
  private let labels = (0..<154).map { $0 < 100 ? 0 : $0 < 150 ? 1 : $0 < 153 ? 2 : 3 }

  @Test("Every sample is on exactly one side, and every class gives its share")
  func stratified() {
    let split = Split(labels: labels, validationShare: 0.2, seed: 1)

    #expect((split.training + split.validation).sorted() == Array(0..<154))
    #expect(counts(split.validation) == [0: 20, 1: 10, 2: 1])
    #expect(split.training == split.training.sorted())
  }

  @Test("The same seed gives the same split, another seed another one")
  func seeded() {
    let split = Split(labels: labels, validationShare: 0.2, seed: 1)

    #expect(Split(labels: labels, validationShare: 0.2, seed: 1) == split)
    #expect(Split(labels: labels, validationShare: 0.2, seed: 2) != split)
  }

  @Test("No share means no validation, and a large one leaves a sample of each class to train")
  func extremes() {
    #expect(Split(labels: labels, validationShare: 0, seed: 1).validation.isEmpty)
    #expect(
      counts(Split(labels: labels, validationShare: 0.999, seed: 1).training)
        == [0: 1, 1: 1, 2: 1, 3: 1])
  }

  @Test(
    "A limit takes equally many of each class as far as there are",
    arguments: [(8, [0: 3, 1: 2, 2: 2, 3: 1]), (12, [0: 4, 1: 4, 2: 3, 3: 1])])
  func balanced(limit: Int, expected: [Int: Int]) {
    let chosen = Split.balanced(Array(0..<154), labels: labels, limit: limit, seed: 1)

    #expect(counts(chosen) == expected)
    #expect(chosen == chosen.sorted())
  }

  @Test("A larger limit contains the smaller one's choice")
  func nested() {
    let all = Array(0..<154)
    for limit in 1..<154 {
      let smaller = Set(Split.balanced(all, labels: labels, limit: limit, seed: 3))
      let larger = Set(Split.balanced(all, labels: labels, limit: limit + 1, seed: 3))
      #expect(smaller.count == limit && larger.isSuperset(of: smaller))
    }
  }

  @Test("Shuffles stay the same for ever, since sessions on disk rely on them")
  func pinned() {
    var draws = DrawSequence(.order, seed: 1, 0)

    #expect(draws.shuffled(Array(0..<10)) == [7, 0, 9, 4, 6, 3, 1, 8, 5, 2])
  }

  private func counts(_ indices: [Int]) -> [Int: Int] {
    Dictionary(grouping: indices) { labels[$0] }.mapValues(\.count)
  }
}
