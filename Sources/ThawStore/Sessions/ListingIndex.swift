import Foundation
import ThawProtocol

/// The lines of a listing that were read before: `.listing` beside the sessions.
///
/// Opening thousands of databases takes seconds; this takes as long as looking at their files. Only sessions at rest
/// have an entry, and it counts only while ``SessionStamp`` says that nothing changed since. The file is written
/// beside its place and renamed into it, so that any number of processes may list at once; one that is missing,
/// damaged, or of another version is made anew, and a folder that cannot be written has none.
struct ListingIndex: Sendable {
  /// A session's line, and the files that it was read from.
  struct Entry: Sendable {
    var stamp: SessionStamp
    /// The line, with the recipe.
    var summary: SessionSummary
  }

  /// By the session's name.
  var entries: [String: Entry] = [:]

  /// Nothing was read before.
  init() {}

  /// What was read before of the sessions of a folder.
  init(of library: SessionLibrary) {
    guard let data = try? Data(contentsOf: library.listingIndex),
      let read = try? ListingIndex(decoding: data)
    else { return }
    self = read
  }

  /// Whether it knows the same sessions by the same files.
  func hasSameStamps(as other: ListingIndex) -> Bool {
    entries.count == other.entries.count
      && entries.allSatisfy { name, entry in other.entries[name]?.stamp == entry.stamp }
  }

  /// Keeps it for those who list the folder next.
  func write(to library: SessionLibrary) {
    // One that cannot be kept is made anew each time.
    try? encoded.write(to: library.listingIndex, options: .atomic)
  }
}

extension ListingIndex.Entry {
  /// Takes a session's line from its files.
  ///
  /// - Returns: The line, and the entry where the session is at rest and its files did not change meanwhile.
  /// - Throws: ``StoreError``.
  static func reading(
    _ session: SessionFolder, now: Date
  ) throws(StoreError) -> (summary: SessionSummary, entry: Self?) {
    let stamp = SessionStamp(session)
    let summary = try SessionReader(session).summary(now: now, withRecipe: true)
    let isSettled =
      summary.state.isAtRest && !stamp.isYoung(now) && stamp == SessionStamp(session)
    return (summary, isSettled ? Self(stamp: stamp, summary: summary) : nil)
  }
}

extension SessionLibrary {
  /// What a listing keeps for the next.
  var listingIndex: URL { folder.appending(path: ".listing") }
}

extension SessionState {
  /// Whether no engine runs it, so that only a new one can change it.
  fileprivate var isAtRest: Bool {
    switch self {
    case .running, .paused, .stalled: false
    case .stopped, .finished, .failed, .dead: true
    }
  }
}
