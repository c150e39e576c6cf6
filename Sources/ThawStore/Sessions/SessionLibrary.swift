import Dispatch
public import Foundation
import Synchronization
public import ThawProtocol

/// All sessions of a folder, those of thousands of runs included.
public struct SessionLibrary: Equatable, Sendable {
  /// A session that cannot be read.
  public struct Broken: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Why it cannot be read.
    public var error: StoreError
  }

  /// What a folder holds.
  public struct Listing: Equatable, Sendable {
    /// The sessions that can be read, the one that began last first.
    public var sessions: [SessionSummary]
    /// The others, by name.
    public var broken: [Broken]
  }

  /// The folder that holds one folder for each session.
  public let folder: URL

  /// Points at a folder, which need not exist.
  public init(folder: URL) { self.folder = folder.standardizedFileURL }

  /// The names of all sessions, in alphabetical order; empty where the folder is missing.
  public func names() -> [String] {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    let place = folder.path
    return (entries ?? []).filter { access("\(place)/\($0)/session.sqlite", F_OK) == 0 }.sorted()
  }

  /// The folder of a session by exact name; it need not exist.
  public func session(_ name: String) -> SessionFolder {
    SessionFolder(folder.appending(path: name))
  }

  /// Finds a session by name, by the start of its name where only one begins so, or by path.
  ///
  /// - Throws: ``StoreError/notFound(_:folder:near:)`` or ``StoreError/ambiguous(_:names:)``.
  public func resolve(_ text: String) throws(StoreError) -> SessionFolder {
    if text.contains("/") {
      let named = SessionFolder(URL(filePath: text))
      guard FileManager.default.fileExists(atPath: named.database.path) else {
        throw .notFound(text, folder: folder.path, near: nil)
      }
      return named
    }
    let names = names()
    if names.contains(text) { return session(text) }
    let starting = names.filter { $0.hasPrefix(text) }
    guard let first = starting.first, !text.isEmpty else {
      throw .notFound(text, folder: folder.path, near: nearest(to: text, among: names))
    }
    guard starting.count == 1 else { throw .ambiguous(text, names: starting) }
    return session(first)
  }

  /// Makes the folder of a new session.
  ///
  /// It is called `name`, or else after the recipe, with the next free number: `clothes-head-3`.
  ///
  /// - Throws: ``StoreError/exists(_:)``, ``StoreError/invalidName(_:)`` or
  ///   ``StoreError/unavailable(file:detail:)``.
  public func create(for recipe: Recipe, name: String? = nil) throws(StoreError) -> SessionFolder {
    if let name { return try create(exactly: name) }
    try makeFolder()
    let stem = recipe.name ?? "\(recipe.model.architecture)-\(recipe.method.stem)"
    guard SessionName.isValid("\(stem)-1") else { throw .invalidName(stem) }
    var number = 1 + lastNumber(of: stem)
    while try !make("\(stem)-\(number)") { number += 1 }
    return session("\(stem)-\(number)")
  }

  /// Makes the folder of a new session of that name.
  func create(exactly name: String) throws(StoreError) -> SessionFolder {
    guard SessionName.isValid(name) else { throw .invalidName(name) }
    try makeFolder()
    guard try make(name) else { throw .exists(name) }
    return session(name)
  }

  /// Makes the folder of a new session of that name, or with a number where there is one: `run-2`.
  func create(like name: String) throws(StoreError) -> SessionFolder {
    let stem = SessionName.nearest(to: name)
    try makeFolder()
    if try make(stem) { return session(stem) }
    var number = max(2, 1 + lastNumber(of: stem))
    while try !make("\(stem)-\(number)") { number += 1 }
    return session("\(stem)-\(number)")
  }

  /// A line for each session, with its recipe; one that cannot be read is listed so and hides no other.
  ///
  /// What counts as stalled is told by `now`. Sessions at rest are read once, and then known by a file
  /// `.listing` in the folder.
  public func listing(now: Date = Date()) -> Listing {
    let names = names()
    let known = ListingIndex(of: self)
    let found = Mutex((listing: Listing(sessions: [], broken: []), index: ListingIndex()))
    // Opening takes most of the time, and waits for the disk.
    DispatchQueue.concurrentPerform(iterations: names.count) { place in
      let session = session(names[place])
      do throws(StoreError) {
        let (summary, entry) = try line(of: session, known, now)
        found.withLock {
          $0.listing.sessions.append(summary)
          $0.index.entries[session.name] = entry
        }
      } catch {
        let broken = Broken(name: session.name, error: error)
        found.withLock { $0.listing.broken.append(broken) }
      }
    }
    var (listing, index) = found.withLock { $0 }
    if !index.hasSameStamps(as: known) { index.write(to: self) }
    listing.broken.sort { $0.name < $1.name }
    listing.sessions.sort { ($0.started, $0.name) > ($1.started, $1.name) }
    return listing
  }

  /// A session's line, and its entry where it can have one.
  private func line(
    of session: SessionFolder, _ known: ListingIndex, _ now: Date
  ) throws(StoreError) -> (summary: SessionSummary, entry: ListingIndex.Entry?) {
    guard !EngineLock.isHeld(session) else {
      return (try SessionReader(session).summary(now: now, withRecipe: true), nil)
    }
    if let entry = known.entries[session.name], entry.stamp == SessionStamp(session) {
      return (entry.summary, entry)
    }
    return try ListingIndex.Entry.reading(session, now: now)
  }

  private func makeFolder() throws(StoreError) {
    try SessionDatabase.translating(folder.path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  /// Makes a folder; false where there is one.
  private func make(_ name: String) throws(StoreError) -> Bool {
    let path = session(name).url.path
    guard mkdir(path, 0o777) != 0 else { return true }
    let reason = errno
    guard reason == EEXIST else {
      throw .unavailable(file: path, detail: String(cString: strerror(reason)))
    }
    return false
  }

  private func lastNumber(of stem: String) -> Int {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    let numbers = (entries ?? []).compactMap { name in
      name.hasPrefix(stem + "-") ? Int32(name.dropFirst(stem.count + 1)) : nil
    }
    return Int(max(numbers.max() ?? 0, 0))
  }
}

extension Recipe.Method {
  /// The method in a session's name.
  fileprivate var stem: String {
    switch self {
    case .all: "all"
    case .head: "head"
    case .last(let count): "last\(count)"
    case .rows: "rows"
    }
  }
}
