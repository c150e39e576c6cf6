import ThawCanvas

/// One setting, by its name in the file.
enum Setting: String, CaseIterable {
  case theme
  case darkTheme = "dark_theme"
  case lightTheme = "light_theme"
  case raster
  case smoothing
  case logarithmic
  case axis
  case refresh
  case mouse
  case notifications
  case bell

  /// What it is about, for the Settings screen.
  var help: String {
    switch self {
    case .theme: "auto follows the terminal's background"
    case .darkTheme: "what auto takes on a dark background"
    case .lightTheme: "what auto takes on a light background"
    case .raster: "what curves are drawn with"
    case .smoothing: "weight of the past in smoothed curves"
    case .logarithmic: "logarithmic y-axis for losses and norms"
    case .axis: "what the x-axis counts"
    case .refresh: "pictures a second of a live run, at most"
    case .mouse: "off leaves it to the terminal, to select text"
    case .notifications: "tell the terminal when a run ends or raises an alarm"
    case .bell: "ring the bell then, too"
    }
  }

  /// What it can be set to, for warnings.
  var expectation: String {
    switch self {
    case .theme, .darkTheme, .lightTheme: "a theme's name"
    case .raster: "auto, braille, block or ascii"
    case .smoothing: "a number from 0 to 0.999"
    case .axis: PlotAxis.allCases.map(\.rawValue).joined(separator: ", ")
    case .refresh: "a number from 1 to 30"
    case .logarithmic, .mouse, .notifications, .bell: "true or false"
    }
  }

  func value(in settings: Settings) -> SettingValue {
    switch self {
    case .theme: .text(settings.theme ?? "auto")
    case .darkTheme: .text(settings.darkTheme)
    case .lightTheme: .text(settings.lightTheme)
    case .raster: .text(settings.raster?.rawValue ?? "auto")
    case .smoothing: .number(settings.smoothing)
    case .logarithmic: .flag(settings.isLogarithmic)
    case .axis: .text(settings.axis.rawValue)
    case .refresh: .number(Double(settings.refresh))
    case .mouse: .flag(settings.mouse)
    case .notifications: .flag(settings.notifications)
    case .bell: .flag(settings.bell)
    }
  }

  /// Sets it; false where it can't be that.
  func set(_ settings: inout Settings, to value: SettingValue) -> Bool {
    switch (self, value) {
    case (.theme, .text(let name)): settings.theme = name == "auto" ? nil : name
    case (.darkTheme, .text(let name)): settings.darkTheme = name
    case (.lightTheme, .text(let name)): settings.lightTheme = name
    case (.raster, .text(let name)):
      let raster = Raster(rawValue: name)
      guard raster != nil || name == "auto" else { return false }
      settings.raster = raster
    case (.smoothing, .number(let weight)) where (0...0.999).contains(weight):
      settings.smoothing = weight
    case (.logarithmic, .flag(let flag)): settings.isLogarithmic = flag
    case (.axis, .text(let name)):
      guard let axis = PlotAxis(rawValue: name) else { return false }
      settings.axis = axis
    case (.refresh, .number(let rate)) where (1...30).contains(rate): settings.refresh = Int(rate)
    case (.mouse, .flag(let flag)): settings.mouse = flag
    case (.notifications, .flag(let flag)): settings.notifications = flag
    case (.bell, .flag(let flag)): settings.bell = flag
    default: return false
    }
    return true
  }

  /// What it can be set to, in order; `themes` are the names there are.
  func choices(themes: [String]) -> [SettingValue] {
    switch self {
    case .theme: [.text("auto")] + themes.map(SettingValue.text)
    case .darkTheme, .lightTheme: themes.map(SettingValue.text)
    case .raster: [.text("auto")] + Raster.allCases.map { .text($0.rawValue) }
    case .smoothing: PlotState.smoothings.map(SettingValue.number)
    case .axis: PlotAxis.allCases.map { .text($0.rawValue) }
    case .refresh: [1, 2, 5, 11, 20, 30].map(SettingValue.number)
    case .logarithmic, .mouse, .notifications, .bell: [.flag(false), .flag(true)]
    }
  }
}

extension SettingValue {
  /// As the Settings screen shows it.
  var text: String {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag ? "on" : "off"
    case .number(let number): compactNumber(number)
    case .list(let texts): texts.joined(separator: " ")
    }
  }
}
