import Foundation
import TOMLKit

/// Turns a parsed theme file into a theme, collecting what is wrong.
struct ThemeReader {
  let source: String
  private(set) var warnings: [ThemeWarning] = []
  private var palette: [String: Color] = [:]

  init(source: String) { self.source = source }

  mutating func warn(_ message: String) {
    warnings.append(ThemeWarning(source: source, message: message))
  }

  mutating func theme(_ document: TOMLTable) -> Theme {
    for key in document.keys where !ThemeReader.sections.contains(key) {
      warn("key \"\(key)\" is unknown\(suggestion(for: key, among: ThemeReader.sections))")
    }
    let name = document["name"]?.string ?? defaultName
    let kind = kind(document["kind"]?.string)
    readPalette(document["colors"]?.table)
    guard let roles = document["roles"]?.table else {
      warn("there is no [roles] table; the built-in theme's are used instead")
      return Theme(name: name, kind: kind, styles: Theme.builtIn.styles)
    }
    var styles: [Role: Style] = [:]
    for key in roles.keys {
      guard let role = Role(key) else {
        warn("role \"\(key)\" is unknown\(suggestion(for: key, among: Role.allCases.map(\.name)))")
        continue
      }
      if let style = style(roles[key], role: key) { styles[role] = style }
    }
    return Theme(name: name, kind: kind, styles: styles)
  }

  private static let sections = ["name", "kind", "colors", "roles"]
  private static let attributes: [(name: String, value: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  private var defaultName: String {
    let file = source.split(separator: "/").last.map(String.init) ?? source
    return file.hasSuffix(".toml") ? String(file.dropLast(5)) : file
  }

  private mutating func kind(_ text: String?) -> Theme.Kind {
    guard let text, let kind = Theme.Kind(rawValue: text) else {
      warn("kind must be \"dark\" or \"light\"; dark is assumed")
      return .dark
    }
    return kind
  }

  private mutating func readPalette(_ table: TOMLTable?) {
    guard let table else { return }
    for key in table.keys {
      let text = table[key]?.string ?? table[key]?.int.map(String.init) ?? ""
      if let color = Color(text) {
        palette[key] = color
      } else {
        warn("color \"\(key)\" is not #rrggbb, 0 to 255, a color's name or \"default\"")
      }
    }
  }

  private mutating func style(_ value: (any TOMLValueConvertible)?, role: String) -> Style? {
    if let name = value?.string { return color(name, role: role).map { Style(foreground: $0) } }
    guard let table = value?.table else {
      warn("role \"\(role)\" must be a color or a table")
      return nil
    }
    var style = Style()
    for key in table.keys {
      if key == "foreground" {
        style.foreground = color(table[key]?.string ?? "", role: role)
      } else if key == "background" {
        style.background = color(table[key]?.string ?? "", role: role)
      } else if let attribute = ThemeReader.attributes.first(where: { $0.name == key })?.value {
        if table[key]?.bool == true { style.attributes.insert(attribute) }
      } else {
        let known = ["foreground", "background"] + ThemeReader.attributes.map(\.name)
        warn("role \"\(role)\": \"\(key)\" is unknown\(suggestion(for: key, among: known))")
      }
    }
    return style
  }

  private mutating func color(_ name: String, role: String) -> Color? {
    if let color = palette[name] ?? Color(name) { return color }
    let hint = suggestion(for: name, among: palette.keys.sorted())
    warn("role \"\(role)\": color \"\(name)\" is unknown\(hint)")
    return nil
  }

  private func suggestion(for word: String, among known: [String]) -> String {
    let nearest = known.map { (word: $0, distance: editDistance(word, $0)) }
      .min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(word.count < 4 ? 1 : 2, word.count / 3) else {
      return ""
    }
    return "; did you mean \"\(nearest.word)\"?"
  }
}
