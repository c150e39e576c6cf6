public import ThawCanvas

/// Something that can show cells: the real terminal, or one that only records.
public protocol TerminalBackend {
  /// Columns and rows.
  var size: Size { get }

  /// Shows changes, all at once; cells outside the screen are left out.
  func paint(_ changes: [CellChange])
}

/// Shows one buffer after another, painting only what differs.
public struct Presenter: Sendable {
  private var shown: Buffer?

  /// Knows nothing of the screen, so the first buffer is painted whole.
  public init() {}

  /// Shows a buffer.
  ///
  /// - Returns: How many cells were painted; 0 means that nothing was sent.
  @discardableResult
  public mutating func show(
    _ buffer: Buffer, on backend: borrowing some TerminalBackend
  ) -> Int {
    let changes = buffer.changes(from: shown ?? Buffer(size: Size(width: 0, height: 0)))
    shown = buffer
    guard !changes.isEmpty else { return 0 }
    backend.paint(changes)
    return changes.count
  }
}
