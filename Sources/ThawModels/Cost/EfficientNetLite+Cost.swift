public import ThawProtocol

extension EfficientNetLite {
  /// What each row costs a step for one image `[3, H, W]`.
  public func costs(sampleShape: [Int]) -> [RowCost] {
    var walk = CostWalk(sampleShape: sampleShape)
    walk.addRow([stem])
    for block in blocks { walk.addRow(block.convolutions) }
    walk.addRow([last])
    walk.addRow(head)
    return walk.rows
  }
}
