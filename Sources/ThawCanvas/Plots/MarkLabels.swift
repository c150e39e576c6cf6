/// Where the signs and labels of marks stand in the row above a plot, none over another.
///
/// A sign keeps its column. A label that lacks room is cut, and the last stands before its sign where there is more
/// room. What weighs less gives way where it is so close to a weightier mark that hardly anything of the label would
/// be left: its line alone stays.
public struct MarkLabels {
  /// A mark whose sign is shown, with what is shown of its label.
  public struct Placed: Equatable {
    /// The place of the mark among those given.
    public var index: Int
    /// The label's first column, behind the sign or before it.
    public var start: Int
    /// What there is room for; empty where that is nothing.
    public var text: String
  }

  /// The signs, by column.
  public private(set) var placed: [Placed] = []

  /// Columns of a label for which what weighs less gives way.
  private static let wanted = 12
  /// Columns below which a cut label says nothing.
  private static let fewest = 3

  /// Finds the room for marks, each with its column, in a row; `ellipsis` stands for what is cut.
  public init(
    _ marks: [(mark: PlotMark, column: Int)], in row: Range<Int>, ellipsis: Character
  ) {
    let kept = Self.kept(marks)
    var free = row.lowerBound
    for (place, index) in kept.enumerated() {
      let (mark, column) = marks[index]
      let isLast = place + 1 == kept.count
      let next = isLast ? row.upperBound : marks[kept[place + 1]].column - 1
      let after = next - column - 2
      // A column more, so that it is not taken for the label before it.
      let before = column - 2 - free
      var label = Placed(index: index, start: column + 2, text: mark.label)
      if isLast, mark.label.columns > after, before > after {
        label.text = Self.cut(mark.label, to: before, ellipsis)
        label.start = column - 1 - label.text.columns
      } else {
        label.text = Self.cut(mark.label, to: after, ellipsis)
      }
      free = max(column, label.start + label.text.columns) + 1
      placed.append(label)
    }
  }

  /// The places of the marks that have a sign, by column.
  private static func kept(_ marks: [(mark: PlotMark, column: Int)]) -> [Int] {
    let sorted = marks.indices.sorted { (marks[$0].column, $0) < (marks[$1].column, $1) }
    func givesWay(_ place: Int) -> Bool {
      let (mark, column) = marks[sorted[place]]
      for index in sorted[..<place].reversed() {
        let before = marks[index]
        if column - before.column >= wanted + 3 { break }
        if before.column == column && before.mark.kind.weight >= mark.kind.weight { return true }
        let reach = 3 + min(before.mark.label.columns, wanted)
        if before.mark.kind.weight > mark.kind.weight, column - before.column < reach {
          return true
        }
      }
      return sorted[(place + 1)...].prefix { marks[$0].column == column }
        .contains { marks[$0].mark.kind.weight > mark.kind.weight }
    }
    return sorted.indices.filter { !givesWay($0) }.map { sorted[$0] }
  }

  private static func cut(_ text: String, to width: Int, _ ellipsis: Character) -> String {
    guard text.columns > width else { return text }
    guard width > fewest else { return "" }
    let start = text.prefix(columns: width - 1)
    return (start.last == " " ? String(start.dropLast()) : start) + String(ellipsis)
  }
}
