import ArgumentParser
import ThawProtocol
import ThawStore

/// Says something of sessions: tags, a note, a star, and whether lists leave them out.
struct Label: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Tag, star, annotate or archive sessions; --name gives one another name.")

  @Argument(help: "The sessions.")
  var sessions: [String]

  @Option(help: "Give a tag. May be repeated.")
  var tag: [String] = []

  @Option(help: "Take a tag away. May be repeated.")
  var untag: [String] = []

  @Option(help: "Write a note; an empty one deletes it.")
  var note: String?

  @Flag(inversion: .prefixedNo, help: "Star it, or take the star away.")
  var star: Bool?

  @Flag(inversion: .prefixedNo, help: "Leave it out of lists, or list it again.")
  var archive: Bool?

  @Option(help: "Give the one session another name.")
  var name: String?

  @OptionGroup var library: LibraryOption

  func validate() throws {
    guard !sessions.isEmpty else { throw ValidationError("label takes a session") }
    guard name == nil || sessions.count == 1 else {
      throw ValidationError("--name names one session")
    }
    if let bad = tag.first(where: { $0.isEmpty || $0.contains { $0.isWhitespace || $0 == "," } }) {
      throw ValidationError("“\(bad)” is no tag: a tag is one word")
    }
  }

  func run() throws {
    let library = library.opened
    let changes: [SessionLabels.Change] =
      tag.map { .tag($0) } + untag.map { .untag($0) }
      + [note.map { .note($0) }, star.map { .star($0) }, archive.map { .archive($0) }]
      .compactMap(\.self)
    for session in try self.library.resolved(sessions) {
      // First, for it may be refused.
      let session = if let name { try library.rename(session, to: name) } else { session }
      try session.changeLabels { labels in for change in changes { labels.apply(change) } }
      let said = SessionText.labels(of: try SessionReader(session).summary())
      Output.line(said.isEmpty ? session.name : "\(session.name)  \(said)")
    }
  }
}
