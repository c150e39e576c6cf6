extension Theme {
  /// The theme that needs no file, and stands in wherever a file is broken.
  ///
  /// The same as `themes/glacier.toml`: ice on deep water, with a warm light where it thaws.
  public static let builtIn = Theme(name: "glacier", kind: .dark, styles: Glacier.styles)
}

/// The built-in theme's colours and what they are for.
private enum Glacier {
  static let ground = color(0x0D151F)
  static let panel = color(0x14212F)
  static let text = color(0xC8D6E3)
  static let bright = color(0xE8F3FB)
  static let muted = color(0x8297AB)
  static let line = color(0x2C4258)
  static let ice = color(0x6CC5F0)
  static let warm = color(0xFFB454)
  static let green = color(0x7FD5A5)
  static let yellow = color(0xF5E07A)
  static let red = color(0xFF7A7A)
  static let violet = color(0xC9A6F5)

  static let styles: [Role: Style] = {
    let series = [
      ice, warm, green, violet, red, yellow, color(0x6FE0D2), color(0xF59FC8),
    ]
    let foregrounds: [Role: Color] = [
      .muted: muted, .border: line, .borderFocus: ice, .success: green, .warning: yellow,
      .gaugeFilled: ice, .gaugeEmpty: line,
      .rowFrozen: ice, .rowTrainable: warm, .rowPending: violet,
      .plot: ice, .plotTrain: ice, .plotTrainRaw: color(0x4A7898), .plotValidation: warm,
      .plotAxis: muted, .plotGrid: color(0x1C2C3C), .plotMark: color(0x6F8AA3),
      .footerKey: ice, .footerLabel: muted,
    ]
    var styles = foregrounds.mapValues { Style(foreground: $0) }
    for (index, color) in series.enumerated() {
      styles[.plotSeries(index)] = Style(foreground: color)
    }
    styles[.text] = Style(foreground: text, background: ground)
    styles[.title] = Style(foreground: bright, attributes: .bold)
    styles[.accent] = Style(foreground: warm, attributes: .bold)
    styles[.error] = Style(foreground: red, attributes: .bold)
    styles[.selection] = Style(background: color(0x1D3A54))
    styles[.badge] = Style(foreground: ground, background: ice, attributes: .bold)
    styles[.popup] = Style(foreground: text, background: panel)
    styles[.input] = Style(foreground: bright, background: panel)
    styles[.toast] = Style(foreground: ground, background: ice)
    styles[.toastSuccess] = Style(foreground: ground, background: green)
    styles[.toastWarning] = Style(foreground: ground, background: yellow)
    styles[.toastError] = Style(foreground: ground, background: red, attributes: .bold)
    return styles
  }()

  private static func color(_ value: UInt32) -> Color {
    .rgb(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }
}
