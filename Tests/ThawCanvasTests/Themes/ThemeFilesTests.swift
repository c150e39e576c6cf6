import Foundation
import Testing
import ThawCanvas
import ThawTestSupport

@Suite("Theme files")
struct ThemeFilesTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "themes").path

  static let loaded = Theme.loadAll(inFolder: folder)

  @Test("All load without a warning, the default one first")
  func clean() {
    #expect(Self.loaded.warnings == [])
    #expect(Self.loaded.themes.first?.name == Theme.builtIn.name)
    let names = Set(Self.loaded.themes.map(\.name))
    #expect(
      names.isSuperset(of: [
        "glacier", "snowfield", "okabe-ito", "okabe-ito-light", "sixteen", "sixteen-light",
        "graphite", "paper",
      ]))
    #expect(Set(Self.loaded.themes.map(\.kind)) == [.dark, .light])
  }

  @Test("The built-in theme is the file's")
  func builtIn() {
    #expect(Self.loaded.themes.first == .builtIn)
  }

  @Test("Every role is set", arguments: loaded.themes)
  func complete(theme: Theme) {
    #expect(Role.allCases.filter { theme.styles[$0] == nil } == [])
  }

  @Test("Text reads at 4.5 to 1 on its ground", arguments: loaded.themes)
  func text(theme: Theme) throws {
    let ground = try #require(theme[.text].background)
    let roles: [Role] = [
      .text, .muted, .title, .accent, .success, .warning, .error, .badge, .rowFrozen,
      .rowTrainable, .rowPending, .plotAxis, .footerKey, .footerLabel, .popup, .input, .toast,
      .toastSuccess, .toastWarning, .toastError,
    ]
    for role in roles {
      let contrast = try contrast(theme[role], on: ground)
      #expect(contrast >= 4.5, "\(theme.name): \(role) has \(contrast)")
    }
    let raised = try #require(theme[.selection].background)
    for role in [Role.text, .title] {
      let contrast = try contrast(theme[.selection].over(theme[role]), on: raised)
      #expect(contrast >= 4.5, "\(theme.name): \(role) on the selection has \(contrast)")
    }
    for role in [Role.rowFrozen, .rowTrainable, .rowPending, .success, .warning, .accent] {
      let contrast = try contrast(theme[role], on: raised)
      #expect(contrast >= 3, "\(theme.name): \(role) on the selection has \(contrast)")
    }
  }

  @Test("Curves and marks stand out at 3 to 1", arguments: loaded.themes)
  func plots(theme: Theme) throws {
    let ground = try #require(theme[.text].background)
    let roles: [Role] = [
      .plot, .plotTrain, .plotTrainRaw, .plotValidation, .plotMark, .gaugeFilled, .borderFocus,
    ]
    for role in roles + (0..<Role.seriesCount).map(Role.plotSeries) {
      let contrast = try contrast(theme[role], on: ground)
      #expect(contrast >= 3, "\(theme.name): \(role) has \(contrast)")
    }
  }

  @Test("Borders, and with them branches that were left, are no stronger than the raw curve")
  func borders() throws {
    // What the sixteen colours look like is the terminal's.
    for theme in Self.loaded.themes where !theme.name.hasPrefix("sixteen") {
      let ground = try #require(theme[.text].background)
      let raw = try contrast(theme[.plotTrainRaw], on: ground)
      #expect(try contrast(theme[.border], on: ground) <= raw, "\(theme.name)")
    }
  }

  @Test("Compared curves have eight looks", arguments: loaded.themes)
  func series(theme: Theme) {
    let looks = Set((0..<Role.seriesCount).map { theme[.plotSeries($0)] })
    #expect(looks.count == Role.seriesCount)
    #expect(theme[.plotSeries(8)] == theme[.plotSeries(0)])
    #expect(theme[.plotTrain] != theme[.plotTrainRaw])
    #expect(theme[.plotTrain] != theme[.plotValidation])
  }

  @Test("Messages of each kind look different, with colours and without", arguments: loaded.themes)
  func toasts(theme: Theme) {
    let kinds: [Role] = [.toast, .toastSuccess, .toastWarning, .toastError]
    for theme in [theme, theme.monochrome] {
      #expect(Set(kinds.map { theme[$0] }).count == kinds.count, "\(theme.name)")
    }
  }

  @Test("A broken file among good ones costs only itself")
  func broken() async throws {
    try await withTemporaryFolder { folder in
      try "kind = [".write(
        to: folder.appending(path: "a.toml"), atomically: true, encoding: .utf8)
      try "kind = \"dark\"\n[roles]\ntext = \"red\"".write(
        to: folder.appending(path: "b.toml"), atomically: true, encoding: .utf8)
      let loaded = Theme.loadAll(inFolder: folder.path)
      #expect(loaded.themes.map(\.name) == ["glacier", "b"])
      #expect(loaded.warnings.count == 1)
    }
  }

  @Test("A folder that isn't there leaves the built-in theme and a warning")
  func missing() {
    let loaded = Theme.loadAll(inFolder: "/nowhere")
    #expect(loaded.themes == [.builtIn])
    #expect(loaded.warnings.count == 1)
  }

  private func contrast(_ style: Style, on ground: Color) throws -> Double {
    try #require(style.foreground?.contrast(with: style.background ?? ground))
  }
}
