/// What something on the screen is for; themes say how it looks.
///
/// Names are dotted, and a role that a theme leaves out looks like its parent: `plot.train.raw`
/// falls back to `plot.train`, then `plot`, then `text`.
public enum Role: Int, CaseIterable, Sendable {
  /// Ordinary text, and the screen's background.
  case text
  /// Text that steps back: units, hints, old entries.
  case muted
  /// Panel titles.
  case title
  /// Panel borders.
  case border
  /// The border of the panel that has the keys.
  case borderFocus
  /// What should catch the eye: the name of the run, the current tab.
  case accent
  /// It went well.
  case success
  /// Look at this.
  case warning
  /// It failed.
  case error
  /// The row under the cursor.
  case selection
  /// A short label on a coloured ground.
  case badge
  /// The part of a bar that is done.
  case gaugeFilled
  /// The part of a bar that is still to come.
  case gaugeEmpty
  /// A frozen layer.
  case rowFrozen
  /// A layer in training.
  case rowTrainable
  /// A layer whose change the engine has not answered yet.
  case rowPending
  /// Curves without a role of their own.
  case plot
  /// The smoothed training curve.
  case plotTrain
  /// The training curve as measured, behind the smoothed one.
  case plotTrainRaw
  /// The validation curve.
  case plotValidation
  /// Axes and their numbers.
  case plotAxis
  /// Lines behind the curves.
  case plotGrid
  /// Marks at a step: freezes, thaws, checkpoints.
  case plotMark
  /// A key in the footer.
  case footerKey
  /// What the key does.
  case footerLabel
  /// The inside of a popup.
  case popup
  /// A line that is being typed.
  case input
  /// A short-lived message.
  case toast
  /// One that says that something went well.
  case toastSuccess
  /// One to look at.
  case toastWarning
  /// One that says what failed.
  case toastError
  /// The first of the colours of compared curves.
  case plotSeries1
  case plotSeries2
  case plotSeries3
  case plotSeries4
  case plotSeries5
  case plotSeries6
  case plotSeries7
  case plotSeries8

  /// A role by the name that it has in theme files; nil for an unknown one.
  public init?(_ name: String) {
    guard let place = Self.names.firstIndex(of: name) else { return nil }
    self = Self.allCases[place]
  }

  /// The dotted name, as it stands in a theme file.
  public var name: String { Self.names[rawValue] }

  /// The role that a theme's file sets it apart from; `text` above all, and nothing above `text`.
  var parent: Role? {
    var name = name[...]
    while let dot = name.lastIndex(of: ".") {
      name = name[..<dot]
      if let role = Role(String(name)) { return role }
    }
    return self == .text ? nil : .text
  }

  /// `plotTrainRaw` is `plot.train.raw`, `plotSeries1` is `plot.series.1`.
  private static let names = allCases.map { role in
    "\(role)".map { $0.isUppercase || $0.isNumber ? ".\($0.lowercased())" : String($0) }.joined()
  }

  /// How many colours there are for compared curves.
  public static let seriesCount = allCases.count - plotSeries1.rawValue

  /// The colour of a compared curve, counted from 0; after the last it starts over.
  public static func plotSeries(_ index: Int) -> Role {
    let position = ((index % seriesCount) + seriesCount) % seriesCount
    return allCases[plotSeries1.rawValue + position]
  }
}
