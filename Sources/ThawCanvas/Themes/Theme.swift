/// How every role looks.
public struct Theme: Equatable, Sendable {
  /// What a theme is made for.
  public enum Kind: String, Sendable {
    /// Light text on a dark ground.
    case dark
    /// Dark text on a light ground.
    case light
  }

  /// The name in menus.
  public let name: String
  /// Dark or light.
  public let kind: Kind
  /// The roles that the theme sets itself.
  public let styles: [Role: Style]
  /// How each role looks, in their order.
  private let resolved: [Style]

  /// Makes a theme; roles it leaves out look like their parents.
  public init(name: String, kind: Kind, styles: [Role: Style]) {
    self.name = name
    self.kind = kind
    self.styles = styles
    resolved = Role.allCases.map { Theme.inherited($0, from: styles) }
  }

  /// How a role looks, after fallback.
  public subscript(role: Role) -> Style { resolved[role.rawValue] }

  /// The theme without colours: attributes say what colours said, so that a selected row can still
  /// be seen.
  public var monochrome: Theme {
    var styles = Dictionary(
      uniqueKeysWithValues: Role.allCases.map { ($0, Style(attributes: self[$0].attributes)) })
    // What stands out by its ground is reversed; the grounds that fill whole areas are not.
    for role in Role.allCases where ![.text, .popup, .input].contains(role) {
      guard let background = self[role].background, background != self[.text].background else {
        continue
      }
      styles[role]?.attributes.insert(.reverse)
    }
    for role in [Role.muted, .plotTrainRaw, .plotGrid, .footerLabel, .toast] {
      styles[role]?.attributes.insert(.dim)
    }
    for role in [Role.borderFocus, .footerKey, .warning, .error, .plotTrain] {
      styles[role]?.attributes.insert(.bold)
    }
    styles[.toastWarning]?.attributes.insert(.underline)
    return Theme(name: name, kind: kind, styles: styles)
  }

  private static func inherited(_ role: Role, from styles: [Role: Style]) -> Style {
    var next: Role? = role
    while let current = next {
      if let style = styles[current] { return style }
      next = current.parent
    }
    return .plain
  }
}
