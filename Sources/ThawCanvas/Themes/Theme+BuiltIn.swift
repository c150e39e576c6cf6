extension Theme {
  /// The theme that is there without any file, and wherever a file is broken: dark, with thaw's own colours.
  public static let builtIn: Theme = {
    let background = Color.rgb(0x0d, 0x15, 0x1f)
    let colors: [Role: UInt32] = [
      .muted: 0x7f93a8, .title: 0xdcecf7, .border: 0x2c4258, .borderFocus: 0x6cc5f0,
      .accent: 0xffb454, .success: 0x7fd5a5, .warning: 0xf5c46b, .error: 0xff7a7a,
      .gaugeFilled: 0x6cc5f0, .gaugeEmpty: 0x2c4258, .rowFrozen: 0x8fd3f7,
      .rowTrainable: 0xffb454, .rowPending: 0xc9a6f5,
      .plot: 0x6cc5f0, .plotTrain: 0x6cc5f0, .plotTrainRaw: 0x4a7898,
      .plotValidation: 0xffb454, .plotAxis: 0x7f93a8, .plotGrid: 0x1f3042,
      .plotMark: 0x6f8aa3, .footerKey: 0x8fd3f7, .footerLabel: 0x7f93a8,
    ]
    let series: [UInt32] = [
      0x6cc5f0, 0xffb454, 0x7fd5a5, 0xc9a6f5, 0xff7a7a, 0xf5e07a, 0x6fe0d2, 0xf59fc8,
    ]
    var styles = colors.mapValues { Style(foreground: Theme.color($0)) }
    for (index, value) in series.enumerated() {
      styles[.plotSeries(index)] = Style(foreground: Theme.color(value))
    }
    let text = Theme.color(0xc8d6e3)
    styles[.text] = Style(foreground: text, background: background)
    styles[.title] = Style(foreground: Theme.color(0xdcecf7), attributes: .bold)
    styles[.accent] = Style(foreground: Theme.color(0xffb454), attributes: .bold)
    styles[.error] = Style(foreground: Theme.color(0xff7a7a), attributes: .bold)
    styles[.selection] = Style(background: Theme.color(0x1d3a54))
    styles[.badge] = Style(
      foreground: background, background: Theme.color(0x6cc5f0), attributes: .bold)
    styles[.popup] = Style(foreground: text, background: Theme.color(0x14212f))
    styles[.input] = Style(foreground: Theme.color(0xdcecf7), background: Theme.color(0x14212f))
    styles[.toast] = Style(foreground: background, background: Theme.color(0xffb454))
    return Theme(name: "glacier", kind: .dark, styles: styles)
  }()

  private static func color(_ value: UInt32) -> Color {
    .rgb(
      UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value))
  }
}
