import Foundation
import Testing
import ThawCanvas
import ThawDashboard
import ThawProtocol

@Suite("A range test in print")
struct RateSearchTextTests {
  private let rates = (0..<40).map { pow(10, -7 + Double($0) * 0.15) }

  @Test("The axis says powers of ten, and the suggestion has its mark", arguments: [true, false])
  func picture(isASCII: Bool) throws {
    var search = RateSearch()
    // Falls, and then rises: what a test of rates looks like.
    for rate in rates { _ = search.add(2.3 / (1 + 3e3 * rate) + 40 * rate * rate, at: rate) }
    #expect(search.suggestion != nil)
    let text = RateSearchText.picture(
      of: search, width: 78, height: 18,
      ability: isASCII ? .ascii(colors: .none) : Ability(colors: .none))
    #expect(text.contains("1e-6") && text.contains("1e-3"))
    #expect(text.contains("suggestion"))
    #expect(!isASCII || text.allSatisfy(\.isASCII))
  }
}
