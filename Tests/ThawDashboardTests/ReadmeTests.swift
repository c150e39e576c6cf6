import Foundation
import Testing
import ThawDashboard

@Suite("README")
struct ReadmeTests {
  @Test("Its key list is the key tables' own; RECORD_SNAPSHOTS=1 writes it anew")
  func keys() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.firstRange(of: "<!-- keys -->\n")).upperBound
    let end = try #require(text.firstRange(of: "<!-- /keys -->")).lowerBound
    let wanted = "\n" + KeyTable.markdown + "\n"
    guard text[start..<end] != wanted else { return }

    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.replacingCharacters(in: start..<end, with: wanted)
        .write(to: file, atomically: true, encoding: .utf8)
    }
    Issue.record("README's keys are out of date")
  }
}
