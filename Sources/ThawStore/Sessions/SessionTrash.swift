public import Foundation
import ThawProtocol

/// Deleted sessions, kept until the trash is emptied: the folder `.trash` beside them.
public struct SessionTrash: Sendable {
  /// A deleted session.
  public struct Item: Equatable, Sendable {
    /// The name it had.
    public var name: String
    /// When it was deleted.
    public var deleted: Date
    /// Its folder now.
    public var folder: SessionFolder
  }

  private let library: SessionLibrary
  private var place: URL { library.folder.appending(path: ".trash") }

  /// The trash of a library.
  public init(of library: SessionLibrary) { self.library = library }

  /// Moves a session into the trash.
  ///
  /// - Throws: ``StoreError/engineRunning(session:pid:)`` or ``StoreError/unavailable(file:detail:)``.
  public func add(_ session: SessionFolder, at date: Date = Date()) throws(StoreError) {
    let place = place
    try SessionDatabase.translating(place.path) {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    }
    var seconds = Int(date.timeIntervalSince1970)
    func goal() -> URL { place.appending(path: "\(session.name)@\(seconds)") }
    while FileManager.default.fileExists(atPath: goal().path) { seconds += 1 }
    try library.move(session, to: goal())
  }

  /// What is in it, the newest first.
  public var items: [Item] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.compactMap { entry in
      guard let mark = entry.lastIndex(of: "@"),
        let seconds = Int(entry[entry.index(after: mark)...])
      else { return nil }
      return Item(
        name: String(entry[..<mark]), deleted: Date(timeIntervalSince1970: Double(seconds)),
        folder: SessionFolder(place.appending(path: entry)))
    }.sorted { ($0.deleted, $0.name) > ($1.deleted, $1.name) }
  }

  /// Puts the session that was deleted last under a name back.
  ///
  /// - Throws: ``StoreError/notInTrash(_:near:)``, ``StoreError/nameTaken(_:)`` or
  ///   ``StoreError/unavailable(file:detail:)``.
  public func restore(_ name: String) throws(StoreError) -> SessionFolder {
    let items = items
    guard let item = items.first(where: { $0.name == name }) else {
      throw .notInTrash(name, near: nearest(to: name, among: items.map(\.name)))
    }
    let goal = library.session(name)
    guard !FileManager.default.fileExists(atPath: goal.url.path) else { throw .nameTaken(name) }
    try library.move(item.folder, to: goal.url)
    return goal
  }

  /// Deletes for good all that is in it.
  ///
  /// - Throws: ``StoreError/unavailable(file:detail:)``.
  public func empty() throws(StoreError) {
    for item in items {
      try SessionDatabase.translating(item.folder.url.path) {
        try FileManager.default.removeItem(at: item.folder.url)
      }
    }
  }
}
