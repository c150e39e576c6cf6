/// Which theme is shown: one by name, or the one that fits the terminal.
public struct ThemeChoice: Equatable, Sendable {
  /// The theme that was asked for; nil takes one that fits.
  public var name: String?
  /// The one for a dark background.
  public var dark: String
  /// The one for a light background.
  public var light: String
  /// What the terminal's background is.
  public var background: Theme.Kind
  /// How many colours the terminal has.
  public var colors: ColorDepth

  /// Makes a choice; one that fits a dark terminal with all colours unless told otherwise.
  public init(
    name: String? = nil, dark: String = "glacier", light: String = "snowfield",
    background: Theme.Kind = .dark, colors: ColorDepth = .full
  ) {
    self.name = name
    self.dark = dark
    self.light = light
    self.background = background
    self.colors = colors
  }

  /// The theme of all there are; where the wanted one is missing, one for the same background.
  public func pick(from themes: [Theme]) -> Theme {
    themes.first { $0.name == name ?? fitting } ?? themes.first { $0.kind == background }
      ?? themes.first ?? .builtIn
  }

  private var fitting: String {
    switch (colors, background) {
    case (.sixteen, .dark): "sixteen"
    case (.sixteen, .light): "sixteen-light"
    case (_, .dark): dark
    case (_, .light): light
    }
  }
}

extension Theme.Kind {
  /// What a terminal with this background needs; nil where the colour is the terminal's own.
  public init?(background: Color) {
    guard let onBlack = background.contrast(with: .rgb(0, 0, 0)),
      let onWhite = background.contrast(with: .rgb(255, 255, 255))
    else { return nil }
    self = onBlack > onWhite ? .light : .dark
  }

  /// What `COLORFGBG` says of the background, such as `0;15`; nil where it says nothing.
  public init?(environment: [String: String]) {
    guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let index = Int(last),
      (0...15).contains(index)
    else { return nil }
    self = index == 7 || index > 8 ? .light : .dark
  }
}
