public import ThawProtocol

extension ResNet {
  /// What each row costs a step for one image `[3, H, W]`.
  public func costs(sampleShape: [Int]) -> [RowCost] {
    var walk = CostWalk(sampleShape: sampleShape)
    walk.addRow([stem])
    walk.shrink(kernel: Self.pool.kernel, stride: Self.pool.stride, padding: Self.pool.padding)
    for block in blocks { walk.addRow(block.convolutions, shortcut: block.shortcut) }
    walk.addRow(head)
    return walk.rows
  }
}
