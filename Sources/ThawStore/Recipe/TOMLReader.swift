import ThawProtocol

/// Reads typed values out of a TOML tree and collects everything that is wrong with it.
struct TOMLReader {
  private let tree: TOMLTree
  private let lines: TOMLLines
  private(set) var problems: [RecipeError.Problem] = []

  init(_ tree: TOMLTree, lines: TOMLLines) {
    self.tree = tree
    self.lines = lines
  }

  func has(_ key: String) -> Bool { value(key) != nil }

  mutating func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value else { return wrongType(key, value, wanted: "text") }
    guard !text.isEmpty else { return wrong(key, "is empty") }
    return text
  }

  mutating func strings(_ key: String) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .array(let elements) = value else {
      return wrongType(key, value, wanted: "an array of text")
    }
    var texts: [String] = []
    for element in elements {
      guard case .string(let text) = element else {
        return wrongType(key, element, wanted: "an array of text")
      }
      texts.append(text)
    }
    return texts
  }

  /// More than this of anything no run has, and sums of such numbers stay numbers.
  private static let most = 1_000_000_000_000

  mutating func integer(_ key: String, atLeast least: Int, atMost most: Int = most) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .integer(let number) = value else {
      return wrongType(key, value, wanted: "a whole number")
    }
    guard number >= least else { return wrong(key, "is \(number); it must be at least \(least)") }
    guard number <= most else { return wrong(key, "is \(number); it must be at most \(most)") }
    return number
  }

  /// A finite number within bounds that are given in words and as a test.
  mutating func number(_ key: String, _ range: (words: String, test: (Double) -> Bool)) -> Double? {
    value(key).flatMap { number(key, $0, range) }
  }

  private mutating func number(
    _ key: String, _ value: TOMLTree, _ range: (words: String, test: (Double) -> Bool)
  ) -> Double? {
    let number: Double
    switch value {
    case .integer(let integer): number = Double(integer)
    case .number(let double): number = double
    default: return wrongType(key, value, wanted: "a number")
    }
    guard number.isFinite, range.test(number) else {
      return wrong(key, "is \(number); it must be \(range.words)")
    }
    return number
  }

  mutating func boolean(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .boolean(let boolean) = value else {
      return wrongType(key, value, wanted: "true or false")
    }
    return boolean
  }

  /// `true`, `false`, or `"auto"`, which reads as nil inside the optional.
  mutating func automatic(_ key: String) -> Bool?? {
    switch value(key) {
    case nil: return nil
    case .boolean(let boolean): return .some(boolean)
    case .string("auto"): return .some(nil)
    case .string(let text):
      return wrong(key, "is “\(text)”; it must be \"auto\", true or false")
    case .some(let value): return wrongType(key, value, wanted: "\"auto\", true or false")
    }
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type
  ) -> Choice? {
    guard let text = string(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      return wrong(key, unknownName(text, among: Choice.allCases.map(\.rawValue)))
    }
    return choice
  }

  /// The numbers of a table whose keys are the user's; `layer4.1 = 2` names the row as `"layer4.1" = 2` does.
  mutating func numbers(
    of key: String, _ range: (words: String, test: (Double) -> Bool)
  ) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for (path, value) in TOMLTree.table(table(key) ?? [:]).leaves {
      let name = path.joined(separator: ".")
      numbers[name] = number("\(key).\(name)", value, range)
    }
    return numbers
  }

  /// The patterns of a class.
  mutating func patterns(ofClass name: String) -> [String]? {
    let key = "data.classes.\(name)"
    guard let patterns = strings(key) else { return nil }
    return patterns.isEmpty ? wrong(key, "has no pattern") : patterns
  }

  /// An array of text, or nil where the value is something else.
  mutating func patterns(_ key: String) -> [String]? {
    guard case .array = value(key) else { return nil }
    return strings(key)
  }

  /// The members of a table, or nil where there is none.
  mutating func table(_ key: String) -> [String: TOMLTree]? {
    guard let value = value(key) else { return nil }
    guard case .table(let members) = value else { return wrongType(key, value, wanted: "a table") }
    return members
  }

  /// A value that must be there; `placeholder` lets reading go on to the next problem.
  mutating func required<Value>(
    _ key: String, or placeholder: Value, read: (inout TOMLReader, String) -> Value?
  ) -> Value {
    guard has(key) else {
      wrong(key, "is missing") as Void?
      return placeholder
    }
    return read(&self, key) ?? placeholder
  }

  /// Notes every key that is not among the known ones, a whole unknown section once.
  mutating func refuseUnknown(_ keys: RecipeKeys) {
    var noted: Set<[String]> = []
    for (path, _) in tree.leaves where !keys.contains(path.joined(separator: ".")) {
      guard !path.isEmpty else { continue }
      let complaint = keys.complaint(about: path)
      guard noted.insert(complaint.path).inserted else { continue }
      problems.append(
        .init(
          key: complaint.path.joined(separator: "."), line: lines.line(of: complaint.path),
          message: complaint.message))
    }
  }

  @discardableResult
  mutating func wrong<Value>(_ key: String, _ message: String) -> Value? {
    problems.append(
      .init(
        key: key, line: lines.line(of: RecipeKeys.path(of: key)), message: "“\(key)” \(message)"))
    return nil
  }

  func unknownName(_ name: String, among known: [String]) -> String {
    let suggestion = nearest(to: name, among: known).map { "; did you mean “\($0)”?" } ?? ""
    return "is “\(name)”, which is none of \(known.joined(separator: ", "))\(suggestion)"
  }

  func value(_ key: String) -> TOMLTree? {
    tree.value(at: RecipeKeys.path(of: key)[...])
  }

  private mutating func wrongType<Value>(
    _ key: String, _ value: TOMLTree, wanted: String
  ) -> Value? {
    wrong(key, "is \(value.kind); it must be \(wanted)")
  }
}
