public import ThawCanvas
import ThawProtocol

/// How a person wants the dashboard to be: what `config.toml` holds.
public struct Settings: Equatable, Sendable {
  /// The theme; nil takes the one that fits the terminal's background.
  public var theme: String?
  /// The one for dark backgrounds.
  public var darkTheme = "glacier"
  /// The one for light backgrounds.
  public var lightTheme = "snowfield"
  /// What curves are drawn with; nil takes what the terminal can show.
  public var raster: Raster?
  /// The weight of the past in smoothed curves, in 0..<1.
  public var smoothing = 0.9
  /// Whether losses and norms have a logarithmic y-axis.
  public var isLogarithmic = false
  /// What the x-axis counts.
  public var axis = PlotAxis.step
  /// How many pictures a second a live run is worth at most, 1 to 30.
  public var refresh = 11
  /// Whether the mouse is the dashboard's; else the terminal selects text with it.
  public var mouse = true
  /// Whether the terminal is told when a run ends or raises an alarm.
  public var notifications = true
  /// Whether the bell rings then.
  public var bell = false
  /// Keys given to actions.
  public var keys = KeyOverrides()

  /// As it is without a file.
  public init() {}

  /// Reads what a file holds.
  ///
  /// - Returns: The settings, and what was wrong; that is left at its default.
  public static func reading(
    _ values: [String: SettingValue]
  ) -> (settings: Settings, warnings: [String]) {
    var settings = Settings()
    var warnings: [String] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      if name.hasPrefix("keys.") {
        let problem = settings.keys.take(value, for: String(name.dropFirst(5)))
        if let problem { warnings.append(problem) }
      } else if let entry = Setting(rawValue: name) {
        if !entry.set(&settings, to: value) {
          warnings.append("\(name) must be \(entry.expectation)")
        }
      } else {
        let known = Setting.allCases.map(\.rawValue)
        let hint = nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
        warnings.append("setting \(name) is unknown\(hint)")
      }
    }
    return (settings, warnings + settings.keys.conflicts)
  }

  /// What the file must hold to give these settings: nil where the default does.
  public var values: [String: SettingValue?] {
    var values: [String: SettingValue?] = [:]
    let usual = Settings()
    for setting in Setting.allCases {
      let value = setting.value(in: self)
      values[setting.rawValue] = .some(value == setting.value(in: usual) ? nil : value)
    }
    for (name, keys) in keys.keys { values["keys.\(name)"] = .list(keys.map(\.name)) }
    return values
  }
}
