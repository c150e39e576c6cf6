/// Where the signs and labels of marks stand in the row above a plot, none over another.
///
/// A sign keeps its column. A label that lacks room is cut, and the last stands before its sign where there is more
/// room. What weighs less gives way where it is so close to a weightier mark that hardly anything of the label would
/// be left: its line alone stays.
struct MarkLabels {
  /// A sign with its label.
  struct Placed: Equatable {
    var kind: PlotMark.Kind
    /// The sign's column.
    var column: Int
    /// The label's first column.
    var start: Int
    var text: String
  }

  private(set) var placed: [Placed] = []

  /// Columns of a label for which what weighs less gives way.
  private static let wanted = 12
  /// Columns below which a cut label says nothing.
  private static let fewest = 3

  init(_ marks: [(mark: PlotMark, column: Int)], in row: Rect, ellipsis: Character) {
    let kept = Self.kept(marks)
    var free = row.x
    for (index, (mark, column)) in kept.enumerated() {
      let next = index + 1 < kept.count ? kept[index + 1].column - 1 : row.right
      let after = next - column - 2
      // A column more, so that it is not taken for the label before it.
      let before = column - 2 - free
      var label = Placed(kind: mark.kind, column: column, start: column + 2, text: mark.label)
      if index + 1 == kept.count, mark.label.columns > after, before > after {
        label.text = Self.cut(mark.label, to: before, ellipsis)
        label.start = column - 1 - label.text.columns
      } else {
        label.text = Self.cut(mark.label, to: after, ellipsis)
      }
      free = max(column, label.start + label.text.columns) + 1
      placed.append(label)
    }
  }

  /// The marks that have a sign, by column.
  private static func kept(
    _ marks: [(mark: PlotMark, column: Int)]
  ) -> [(mark: PlotMark, column: Int)] {
    let sorted = marks.sorted { $0.column < $1.column }
    func givesWay(_ index: Int) -> Bool {
      let (mark, column) = sorted[index]
      // The last that began in time reaches furthest.
      for before in sorted[..<index].reversed() {
        if column - before.column >= wanted + 3 { break }
        if before.column == column && before.mark.kind.weight >= mark.kind.weight { return true }
        let reach = 3 + min(before.mark.label.columns, wanted)
        if before.mark.kind.weight > mark.kind.weight, column - before.column < reach {
          return true
        }
      }
      return sorted[(index + 1)...].prefix { $0.column == column }
        .contains { $0.mark.kind.weight > mark.kind.weight }
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
