/// What something on the screen is for; themes say how it looks.
///
/// Names are dotted, and a role that a theme leaves out looks like its parent: `plot.train.raw`
/// falls back to `plot.train`, then `plot`, then `text`.
public struct Role: Hashable, Sendable, CustomStringConvertible {
  /// The dotted name, as it stands in a theme file.
  public let name: String

  /// A role by name.
  public init(_ name: String) { self.name = name }

  /// The dotted name.
  public var description: String { name }

  /// The role one dot up; `text` above all, and nothing above `text`.
  public var parent: Role? {
    if let dot = name.lastIndex(of: ".") { return Role(String(name[..<dot])) }
    return self == .text ? nil : .text
  }
}

extension Role {
  /// Ordinary text, and the screen's background.
  public static let text = Role("text")
  /// Text that steps back: units, hints, old entries.
  public static let muted = Role("muted")
  /// Panel titles.
  public static let title = Role("title")
  /// Panel borders.
  public static let border = Role("border")
  /// The border of the panel that has the keys.
  public static let borderFocus = Role("border.focus")
  /// What should catch the eye: the name of the run, the current tab.
  public static let accent = Role("accent")
  /// It went well.
  public static let success = Role("success")
  /// Look at this.
  public static let warning = Role("warning")
  /// It failed.
  public static let error = Role("error")
  /// The row under the cursor.
  public static let selection = Role("selection")
  /// A short label on a coloured ground.
  public static let badge = Role("badge")
  /// The part of a bar that is done.
  public static let gaugeFilled = Role("gauge.filled")
  /// The part of a bar that is still to come.
  public static let gaugeEmpty = Role("gauge.empty")
  /// A frozen layer.
  public static let rowFrozen = Role("row.frozen")
  /// A layer in training.
  public static let rowTrainable = Role("row.trainable")
  /// A layer whose change the engine has not answered yet.
  public static let rowPending = Role("row.pending")
  /// Curves without a role of their own.
  public static let plot = Role("plot")
  /// The smoothed training curve.
  public static let plotTrain = Role("plot.train")
  /// The training curve as measured, behind the smoothed one.
  public static let plotTrainRaw = Role("plot.train.raw")
  /// The validation curve.
  public static let plotValidation = Role("plot.validation")
  /// Axes and their numbers.
  public static let plotAxis = Role("plot.axis")
  /// Lines behind the curves.
  public static let plotGrid = Role("plot.grid")
  /// Marks at a step: freezes, thaws, checkpoints.
  public static let plotMark = Role("plot.mark")
  /// A key in the footer.
  public static let footerKey = Role("footer.key")
  /// What the key does.
  public static let footerLabel = Role("footer.label")
  /// The inside of a popup.
  public static let popup = Role("popup")
  /// A line that is being typed.
  public static let input = Role("input")
  /// A short-lived message.
  public static let toast = Role("toast")

  /// How many colours there are for compared curves.
  public static let seriesCount = 8

  /// The colour of a compared curve, counted from 0; after the last it starts over.
  public static func plotSeries(_ index: Int) -> Role {
    let position = ((index % seriesCount) + seriesCount) % seriesCount
    return Role("plot.series.\(position + 1)")
  }

  /// Every role that thaw draws with; a theme of its own has them all.
  public static let all: [Role] =
    [
      .text, .muted, .title, .border, .borderFocus, .accent, .success, .warning, .error,
      .selection, .badge, .gaugeFilled, .gaugeEmpty, .rowFrozen, .rowTrainable, .rowPending,
      .plot, .plotTrain, .plotTrainRaw, .plotValidation, .plotAxis, .plotGrid, .plotMark,
      .footerKey, .footerLabel, .popup, .input, .toast,
    ] + (0..<seriesCount).map(plotSeries)
}
