/// The choices for each folder of sessions, the last changed last.
public struct KeptLibraries: Codable, Equatable, Sendable {
  private struct Entry: Codable, Equatable {
    var library: String
    var choices: KeptChoices
  }

  /// The folders that were changed longest ago are forgotten.
  static let limit = 50

  private var entries: [Entry] = []

  /// Nothing is kept yet.
  public init() {}

  /// What was chosen for the sessions of a folder, by its path; nil where nothing was.
  public subscript(library: String) -> KeptChoices? {
    get { entries.last { $0.library == library }?.choices }
    set {
      entries.removeAll { $0.library == library }
      if let newValue { entries.append(Entry(library: library, choices: newValue)) }
      entries.removeFirst(max(0, entries.count - Self.limit))
    }
  }
}
