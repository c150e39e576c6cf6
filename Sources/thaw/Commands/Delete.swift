import ArgumentParser
import Foundation
import ThawDashboard
import ThawStore

/// Moves sessions to the trash.
struct Delete: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Move sessions to the trash, from which thaw restore brings them back.")

  @Argument(help: "The sessions.")
  var sessions: [String]

  @OptionGroup var library: LibraryOption

  func run() throws {
    let library = library.opened
    // All are found before the first is moved.
    for session in try self.library.resolved(sessions) {
      // One that was named by its path has a library, and a trash, of its own.
      try SessionTrash(of: session.library).add(session)
      let folder = session.library.folder.path
      let place = folder == library.folder.path ? "" : " --sessions \(folder)"
      Output.line("\(session.name) is in the trash; back: thaw restore \(session.name)\(place)")
    }
  }
}

/// Brings deleted sessions back, lists them, or deletes them for good.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring deleted sessions back; without a name, list the trash.")

  @Argument(help: "The names that they had.")
  var sessions: [String] = []

  @Flag(help: "Delete for good all that is in the trash.")
  var emptyTrash = false

  @Flag(help: "List the trash as JSON.")
  var json = false

  @OptionGroup var library: LibraryOption

  private struct Deleted: Encodable {
    var name: String
    var deleted: Date
    var bytes: Int
  }

  func validate() throws {
    guard !emptyTrash || sessions.isEmpty else {
      throw ValidationError("--empty-trash takes no session")
    }
    guard !json || sessions.isEmpty && !emptyTrash else {
      throw ValidationError("--json lists the trash; it takes nothing else")
    }
  }

  func run() throws {
    let trash = SessionTrash(of: library.opened)
    for name in sessions { Output.line("\(try trash.restore(name).name) is back") }
    guard sessions.isEmpty else { return }
    let items = trash.items
    let bytes = items.map { DiskUse(of: $0.folder).total }
    if json {
      return try printJSON(
        zip(items, bytes).map { Deleted(name: $0.name, deleted: $0.deleted, bytes: $1) })
    }
    guard !items.isEmpty else { return Output.line("the trash is empty") }
    if emptyTrash {
      try trash.empty()
      return Output.line(
        "\(Numbers.count(items.count, "session")) deleted, "
          + "\(printedBytes(bytes.reduce(0, +))) freed")
    }
    var table = TextTable(header: ["session", "deleted", "size"], rightAligned: [2])
    for (item, bytes) in zip(items, bytes) {
      table.add([item.name, Numbers.date(item.deleted), printedBytes(bytes)])
    }
    Output.line(table.text)
  }
}
