import TOMLKit

/// What a setting is set to.
public enum SettingValue: Equatable, Sendable {
  /// Text.
  case text(String)
  /// True or false.
  case flag(Bool)
  /// A number.
  case number(Double)
  /// A list of texts.
  case list([String])
}

/// The text of a settings file: TOML of one level of tables, which people may edit by hand.
///
/// Changing a setting changes its line and nothing else, so comments and unknown keys stay.
public struct SettingsText: Equatable, Sendable {
  /// The file's text.
  public private(set) var text: String

  /// Takes the text as it is.
  public init(_ text: String = "") { self.text = text }

  /// All settings by name; one in a table is `table.name`.
  ///
  /// - Throws: ``SettingsError`` where it is no TOML.
  public func values() throws(SettingsError) -> [String: SettingValue] {
    do {
      let document = try TOMLTable(string: text)
      return withExtendedLifetime(document) { Self.values(of: document, under: "") }
    } catch let error as TOMLParseError {
      throw SettingsError(message: "line \(error.source.begin.line): \(error.description)")
    } catch {
      throw SettingsError(message: "\(error)")
    }
  }

  /// Changes a setting, adds it, or with nil removes it.
  public mutating func set(_ name: String, to value: SettingValue?) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let table = parts.count == 2 ? parts[0] : nil
    let key = parts[parts.count - 1]
    let line = value.map { "\(Self.printed(key: key)) = \(Self.printed($0))" }
    let section = Self.section(table, of: lines)
    if let section, let place = section.first(where: { Self.key(of: lines[$0]) == key }) {
      lines.replaceSubrange(place...place, with: line.map { [$0] } ?? [])
    } else if let line {
      if let section {
        // Before the blank lines that set the next table apart.
        let end = section.last { !lines[$0].allSatisfy(\.isWhitespace) }.map { $0 + 1 }
        let isAlone = end == nil && table == nil && !lines.isEmpty
        lines.insert(contentsOf: isAlone ? [line, ""] : [line], at: end ?? section.lowerBound)
      } else {
        lines += (lines.isEmpty ? [] : [""]) + ["[\(table ?? "")]", line]
      }
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The lines of a table without its heading; nil where there is no such table.
  private static func section(_ table: String?, of lines: [String]) -> Range<Int>? {
    let headings = lines.indices.filter { lines[$0].drop(while: \.isWhitespace).hasPrefix("[") }
    guard let table else { return 0..<(headings.first ?? lines.count) }
    guard
      let start = headings.first(where: {
        lines[$0].filter { !$0.isWhitespace }.hasPrefix("[\(table)]")
      })
    else { return nil }
    return start + 1..<(headings.first { $0 > start } ?? lines.count)
  }

  private static func key(of line: String) -> String? {
    guard let end = line.firstIndex(of: "=") else { return nil }
    let name = line[..<end].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    return name.hasPrefix("#") ? nil : name
  }

  private static func values(of table: TOMLTable, under prefix: String) -> [String: SettingValue] {
    var values: [String: SettingValue] = [:]
    for key in table.keys {
      let name = prefix + key
      if let inner = table[key]?.table {
        values.merge(Self.values(of: inner, under: name + ".")) { first, _ in first }
      } else if let text = table[key]?.string {
        values[name] = .text(text)
      } else if let flag = table[key]?.bool {
        values[name] = .flag(flag)
      } else if let number = table[key]?.double ?? table[key]?.int.map(Double.init) {
        values[name] = .number(number)
      } else if let array = table[key]?.array {
        values[name] = .list(array.compactMap { $0.string })
      }
    }
    return values
  }

  private static func printed(key: String) -> String {
    key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
      ? key : printed(.text(key))
  }

  private static func printed(_ value: SettingValue) -> String {
    switch value {
    case .text(let text):
      "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case .flag(let flag): "\(flag)"
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .list(let texts): "[" + texts.map { printed(.text($0)) }.joined(separator: ", ") + "]"
    }
  }
}

/// Why a settings file can't be read.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The line and what is wrong there.
  public let message: String

  /// The line and what is wrong there.
  public var description: String { message }
}
