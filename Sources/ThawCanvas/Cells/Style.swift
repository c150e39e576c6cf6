/// Ways of emphasis that need no colour.
public struct Attributes: OptionSet, Hashable, Sendable {
  /// One bit for each attribute.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier strokes.
  public static let bold = Attributes(rawValue: 1)
  /// Fainter.
  public static let dim = Attributes(rawValue: 2)
  /// Slanted, where the terminal can.
  public static let italic = Attributes(rawValue: 4)
  /// With a line below.
  public static let underline = Attributes(rawValue: 8)
  /// Foreground and background swapped.
  public static let reverse = Attributes(rawValue: 16)
}

/// How a cell looks: colours and attributes.
///
/// A colour that is nil lets what lies beneath shine through, so text written over a selected row
/// keeps the row's background.
public struct Style: Hashable, Sendable {
  /// The text's colour.
  public var foreground: Color?
  /// The colour behind the text.
  public var background: Color?
  /// Emphasis.
  public var attributes: Attributes

  /// Makes a style; what is left out stays as it is beneath.
  public init(
    foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// No colours and no attributes.
  public static let plain = Style()

  /// This style laid over another: its colours win where it has any, attributes add up.
  public func over(_ beneath: Style) -> Style {
    Style(
      foreground: foreground ?? beneath.foreground, background: background ?? beneath.background,
      attributes: attributes.union(beneath.attributes))
  }

  /// This style with more attributes.
  public func adding(_ more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }

  /// What a terminal of this depth can show of it.
  ///
  /// Colours become the nearest ones; text that would thereby vanish in its background turns black,
  /// white or grey.
  public func reduced(to depth: ColorDepth) -> Style {
    var result = self
    result.foreground = foreground?.reduced(to: depth)
    result.background = background?.reduced(to: depth)
    guard let text = result.foreground, let ground = result.background,
      let contrast = text.contrast(with: ground), contrast < Style.visible,
      let wanted = foreground.flatMap({ color in background.flatMap(color.contrast) }),
      wanted >= Style.visible
    else { return result }
    let (black, grey, white) = (Color.ansi(0), Color.ansi(8), Color.ansi(15))
    let isLight = (ground.contrast(with: black) ?? 1) > (ground.contrast(with: white) ?? 1)
    result.foreground = wanted < Style.readable ? grey : isLight ? black : white
    return result
  }

  /// The contrast below which lines can't be told from their ground.
  private static let visible = 1.4
  /// The contrast from which text is easy to read, by WCAG 2.
  private static let readable = 4.5
}
