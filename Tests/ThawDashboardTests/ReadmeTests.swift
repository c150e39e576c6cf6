import Foundation
import Testing
import ThawDashboard

@Suite("README", .serialized)
struct ReadmeTests {
  @Test(
    "Its lists of keys and commands are the tables' own; RECORD_SNAPSHOTS=1 writes them anew",
    arguments: [("keys", KeyTable.markdown), ("commands", CommandTable.markdown)])
  func lists(name: String, markdown: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.firstRange(of: "<!-- \(name) -->\n")).upperBound
    let end = try #require(text.firstRange(of: "<!-- /\(name) -->")).lowerBound
    let wanted = "\n" + markdown + "\n"
    guard text[start..<end] != wanted else { return }

    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try text.replacingCharacters(in: start..<end, with: wanted)
        .write(to: file, atomically: true, encoding: .utf8)
    }
    Issue.record("README's \(name) are out of date")
  }
}
