extension Recipe {
  /// What is kept of the outputs of frozen rows, so that later epochs need not compute them.
  public struct Cache: Equatable, Sendable, Codable {
    /// Whether outputs are kept.
    public enum Enabled: Equatable, Sendable, Codable {
      /// Where the measured times say that it pays within the run.
      case automatic
      /// Wherever there is room.
      case always
      /// Never.
      case never
    }

    /// As what the numbers are kept.
    public enum Number: String, Equatable, Sendable, Codable, CaseIterable {
      /// As they were computed.
      case float32
      /// In half the room, with an error of up to 0.05 % each.
      case float16
    }

    /// Whether outputs are kept.
    public var enabled: Enabled
    /// As what the numbers are kept.
    public var number: Number
    /// The most memory for it, in MiB, 0 or more; what does not fit goes to a file.
    public var memory: Int
    /// After how many epochs augmentation repeats itself; nil: never, and then nothing that it varies is kept.
    public var draws: Int?

    /// Chooses.
    public init(
      enabled: Enabled = .automatic, number: Number = .float32, memory: Int = 1024,
      draws: Int? = nil
    ) {
      self.enabled = enabled
      self.number = number
      self.memory = memory
      self.draws = draws
    }
  }
}

extension Recipe.Cache {
  init(_ reader: inout TOMLReader) {
    let standard = Self()
    self.init(
      enabled: reader.automatic("cache.enabled").map { choice in
        choice.map { $0 ? .always : .never } ?? .automatic
      } ?? standard.enabled,
      number: reader.choice("cache.dtype", of: Number.self) ?? standard.number,
      memory: reader.integer("cache.memory", atLeast: 0) ?? standard.memory,
      draws: reader.integer("cache.draws", atLeast: 1))
  }

  var entries: [(String, TOMLTree?)] {
    let enabled: TOMLTree =
      switch self.enabled {
      case .automatic: .string("auto")
      case .always: .boolean(true)
      case .never: .boolean(false)
      }
    return [
      ("cache.enabled", enabled), ("cache.dtype", .string(number.rawValue)),
      ("cache.memory", .integer(memory)), ("cache.draws", draws.map(TOMLTree.integer)),
    ]
  }
}
