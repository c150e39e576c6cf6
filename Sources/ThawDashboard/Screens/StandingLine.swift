import ThawCanvas
import ThawProtocol

/// What stands behind a row's state, in a cell of the board; nil where there is nothing to say.
///
/// Of a frozen row the step at which it was last found unchanged, bit for bit; of a thawed one how far its rate has risen.
func standingLine(of row: LayerRow, at step: Int, _ glyphs: Glyphs) -> Line? {
  guard let standing = row.standing else { return nil }
  switch row.state {
  case .frozen:
    if standing.movedTensor != nil { return Line("\(glyphs.alarm) moved", .error) }
    guard let proven = standing.provenStep else { return nil }
    let text = grouped(proven)
    return Line([
      Span("\(glyphs.check) ", .success),
      Span(text.count <= 7 ? text : compactNumber(Double(proven)), .rowFrozen),
    ])
  case .trainable:
    return standing.rampFactor(at: step).map { Line("lr \(percentage($0))", .rowTrainable) }
  }
}

/// A row's name, with those of the rows that share a tensor with it, and so freeze and thaw with it.
func boardName(of row: LayerRow) -> String {
  guard let tied = row.sharedWith, !tied.isEmpty else { return row.name }
  return "\(row.name) = \(tied.joined(separator: ", "))"
}
