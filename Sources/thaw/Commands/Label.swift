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
    for session in try sessions.map({ try library.resolve($0) }) {
      // First, for it may be refused.
      let session = if let name { try library.rename(session, to: name) } else { session }
      var labels = try session.labels()
      for word in tag { labels.add(tag: word) }
      for word in untag { labels.remove(tag: word) }
      if let note { labels.note = note }
      if let star { labels.isStarred = star }
      if let archive { labels.isArchived = archive }
      try session.setLabels(labels)
      let said = SessionText.labels(of: try SessionReader(session).summary())
      Output.line(said.isEmpty ? session.name : "\(session.name)  \(said)")
    }
  }
}
