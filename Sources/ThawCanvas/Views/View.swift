/// Something that can be drawn: a value made from state.
public protocol View {
  /// Draws inside `area`; cells outside it stay untouched.
  ///
  /// Any area is fine, an empty one or one outside the buffer included.
  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext)
}

/// What every view is drawn with.
public struct RenderContext: Sendable {
  /// How roles look.
  public let theme: Theme
  /// What the terminal can show.
  public let ability: Ability

  /// Pairs a theme with an ability; without colours, attributes stand in for the theme's.
  public init(theme: Theme, ability: Ability = Ability()) {
    self.theme = ability.colors == .none ? theme.monochrome : theme
    self.ability = ability
  }

  /// How a role looks.
  public subscript(role: Role) -> Style { theme[role] }

  /// The signs to draw with.
  public var glyphs: Glyphs { ability.glyphs }
}
