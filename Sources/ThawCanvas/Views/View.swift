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
  public var theme: Theme
  /// What the terminal can show.
  public var ability: Ability

  /// Pairs a theme with an ability.
  public init(theme: Theme, ability: Ability = Ability()) {
    self.theme = theme
    self.ability = ability
  }

  /// How a role looks.
  public subscript(role: Role) -> Style { theme[role] }

  /// The signs to draw with.
  public var glyphs: Glyphs { ability.glyphs }
}
