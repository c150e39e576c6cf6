/// The signs that views draw with, in Unicode or in ASCII.
///
/// All take one column.
public struct Glyphs: Equatable, Sendable {
  /// Corners, in the order top left, top right, bottom left, bottom right.
  public let corners: [Character]
  /// A border's horizontal line.
  public let horizontal: Character
  /// A border's vertical line.
  public let vertical: Character
  /// A tick on the y axis, which joins a line to its right.
  public let tickLeft: Character
  /// A tick on the x axis, which joins a line below.
  public let tickBelow: Character
  /// Where the axes meet.
  public let axisCorner: Character
  /// A vertical mark in a plot.
  public let markLine: Character
  /// A line behind curves; nil where there is none faint enough.
  public let grid: Character?
  /// Stands for text that was cut off.
  public let ellipsis: Character
  /// A frozen layer.
  public let frozen: Character
  /// A layer in training.
  public let trainable: Character
  /// A layer whose change is not answered yet.
  public let pending: Character
  /// Layers that were thawed, on a curve.
  public let thaw: Character
  /// A checkpoint.
  public let checkpoint: Character
  /// A warning.
  public let alarm: Character
  /// A value that is no number.
  public let nonFinite: Character
  /// No value.
  public let missing: Character
  /// Running.
  public let running: Character
  /// Paused.
  public let paused: Character
  /// Done or chosen.
  public let check: Character
  /// Between a name and what belongs to it.
  public let chevron: Character
  /// Between two facts on one line.
  public let separator: Character
  /// A row that a command goes to.
  public let mark: Character
  /// Two kinds of signs in one place.
  public let both: Character
  /// Stays where it is.
  public let pinned: Character
  /// Points to the row at hand.
  public let pointer: Character
  /// Rising, or sorted upwards.
  public let up: Character
  /// Falling, or sorted downwards.
  public let down: Character
  /// Leads to what follows.
  public let arrow: Character
  /// A sample of a solid curve, for legends.
  public let legend: Character
  /// Heights 1…n of n, from low to full.
  public let levels: [Character]
  /// The part of a list that is shown.
  public let scrollbar: Character
  /// The filled part of a bar.
  public let barFilled: Character
  /// The left half of a bar's cell.
  public let barHalf: Character
  /// The empty part of a bar.
  public let barEmpty: Character

  /// Signs for a terminal that shows Unicode.
  public static let unicode = Glyphs(
    corners: ["╭", "╮", "╰", "╯"], horizontal: "─", vertical: "│", tickLeft: "┤", tickBelow: "┬",
    axisCorner: "└", markLine: "╎", grid: "┈", ellipsis: "…", frozen: "❄", trainable: "●",
    pending: "◐",
    thaw: "☀", checkpoint: "◆", alarm: "▲", nonFinite: "✗", missing: "·", running: "●",
    paused: "◌", check: "✓", chevron: "▸", separator: "·", mark: "▪", both: "◈", pinned: "◉",
    pointer: "▌",
    up: "↑",
    down: "↓",
    arrow: "→", legend: "━", levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], scrollbar: "┃",
    barFilled: "━",
    barHalf: "╸", barEmpty: "─")

  /// Signs for a terminal that shows ASCII only.
  public static let ascii = Glyphs(
    corners: ["+", "+", "+", "+"], horizontal: "-", vertical: "|", tickLeft: "+", tickBelow: "+",
    axisCorner: "+", markLine: ":", grid: nil, ellipsis: "~", frozen: "F", trainable: "T",
    pending: "P",
    thaw: "T", checkpoint: "C", alarm: "!", nonFinite: "x", missing: ".", running: "*",
    paused: "=", check: "+", chevron: ">", separator: "-", mark: "*", both: "&", pinned: "@",
    pointer: ">",
    up: "^",
    down: "v",
    arrow: ">", legend: "-", levels: ["_", ".", "-", "=", "o", "O", "#"], scrollbar: "#",
    barFilled: "#",
    barHalf: "-", barEmpty: ".")
}
