import Testing
import ThawProtocol

@testable import ThawDashboard

@Suite("Names of commands")
struct CommandNameTests {
  @Test("No command of the dashboard hides one of a run")
  func names() {
    let ofRuns = Set(Command.syntax.map(\.name))
    #expect(PaletteCommand.syntax.map(\.name).filter(ofRuns.contains) == [])
  }
}
