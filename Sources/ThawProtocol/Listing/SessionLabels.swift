/// What people say of a session: it changes nothing of the run.
public struct SessionLabels: Codable, Equatable, Sendable {
  /// Words to find it by, in the order they were given, none twice.
  public private(set) var tags: [String] = []
  /// A sentence or more; empty without one.
  public var note = ""
  /// Whether it is one of those that count.
  public var isStarred = false
  /// Whether lists leave it out unless asked.
  public var isArchived = false
  /// The names that it had, in the order that it had them: forks of it know it by the one of their time.
  public private(set) var formerNames: [String] = []

  private enum CodingKeys: String, CodingKey {
    case tags
    case note
    case isStarred = "starred"
    case isArchived = "archived"
    case formerNames = "former_names"
  }

  /// Says nothing.
  public init() {}

  /// Reads labels; what is missing is not said.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    tags = try container.decodeIfPresent([String].self, forKey: .tags) ?? []
    note = try container.decodeIfPresent(String.self, forKey: .note) ?? ""
    isStarred = try container.decodeIfPresent(Bool.self, forKey: .isStarred) ?? false
    isArchived = try container.decodeIfPresent(Bool.self, forKey: .isArchived) ?? false
    formerNames = try container.decodeIfPresent([String].self, forKey: .formerNames) ?? []
  }

  /// The note as lists have room for it.
  public var noteLine: String {
    note.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// A thing that is said, or no longer: it leaves the others as they are, whoever says them meanwhile.
  public enum Change: Equatable, Sendable {
    /// Give a tag; one that is there stays where it is.
    case tag(String)
    /// Take a tag away.
    case untag(String)
    /// Write the note anew; an empty one is none.
    case note(String)
    /// Star the session, or take its star away.
    case star(Bool)
    /// Leave it out of lists, or list it again.
    case archive(Bool)
  }

  /// Makes a change.
  public mutating func apply(_ change: Change) {
    switch change {
    case .tag(let tag): if !tags.contains(tag) { tags.append(tag) }
    case .untag(let tag): tags.removeAll { $0 == tag }
    case .note(let text): note = text
    case .star(let isStarred): self.isStarred = isStarred
    case .archive(let isArchived): self.isArchived = isArchived
    }
  }

  /// Notes that it is called otherwise from now on.
  public mutating func rename(from old: String, to new: String) {
    formerNames.removeAll { $0 == old || $0 == new }
    formerNames.append(old)
  }
}
