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
  private let resolved: [Role: Style]

  /// Makes a theme; roles it leaves out look like their parents.
  public init(name: String, kind: Kind, styles: [Role: Style]) {
    self.name = name
    self.kind = kind
    self.styles = styles
    var resolved = styles
    for role in Role.all where resolved[role] == nil {
      resolved[role] = Theme.inherited(role, from: styles)
    }
    self.resolved = resolved
  }

  /// How a role looks, after fallback.
  public subscript(role: Role) -> Style {
    resolved[role] ?? Theme.inherited(role, from: styles)
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
