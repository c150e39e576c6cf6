import Foundation

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
        for y in 0..<size.height {
          let row = y * size.width..<(y + 1) * size.width
          // Most rows stay byte for byte.
          if !isResized, Self.haveSameBytes(cells[row], previous[row]) { continue }
          for index in row where isResized || cells[index] != previous[index] {
            guard !cells[index].isContinuation else { continue }
            changes.append(CellChange(x: index - row.lowerBound, y: y, cell: cells[index]))
          }
        }
      }
    }
    return changes
  }

  private static func haveSameBytes(
    _ cells: Slice<UnsafeBufferPointer<Cell>>, _ others: Slice<UnsafeBufferPointer<Cell>>
  ) -> Bool {
    let (cells, others) = (
      UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: cells)),
      UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: others))
    )
    guard let start = cells.baseAddress, let other = others.baseAddress else { return true }
    return memcmp(start, other, cells.count) == 0
  }

  /// Paints changes, as a screen would.
  public mutating func apply(_ changes: [CellChange]) {
    for change in changes {
      fill(Rect(x: change.x, y: change.y, width: Int(change.cell.width), height: 1))
      put(change.cell.character, x: change.x, y: change.y, style: change.cell.style)
    }
  }
}
