/// One cell to paint.
public struct CellChange: Equatable, Sendable {
  /// The column.
  public let x: Int
  /// The row.
  public let y: Int
  /// What to show there; a cell of width 2 covers the next column too.
  public let cell: Cell
}

extension Buffer {
  /// The cells to paint so that a screen showing `previous` shows this buffer.
  ///
  /// In reading order. A wide character is one change that stands for both of its cells:
  ///
  ///     before   after   changes
  ///     ab       漢      (0, 漢)
  ///     漢       ab      (0, a) (1, b)
  ///     a漢      漢b     (0, 漢) (2, b)
  ///
  /// A buffer of another size gets every cell.
  public func changes(from previous: Buffer) -> [CellChange] {
    var changes: [CellChange] = []
    let isResized = previous.size != size
    cells.withUnsafeBufferPointer { cells in
      previous.cells.withUnsafeBufferPointer { previous in
        for index in cells.indices where isResized || cells[index] != previous[index] {
          guard !cells[index].isContinuation else { continue }
          changes.append(
            CellChange(x: index % size.width, y: index / size.width, cell: cells[index]))
        }
      }
    }
    return changes
  }

  /// Paints changes, as a screen would.
  public mutating func apply(_ changes: [CellChange]) {
    for change in changes {
      fill(Rect(x: change.x, y: change.y, width: Int(change.cell.width), height: 1))
      put(change.cell.character, x: change.x, y: change.y, style: change.cell.style)
    }
  }
}
