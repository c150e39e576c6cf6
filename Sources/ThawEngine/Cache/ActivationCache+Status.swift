import ThawProtocol

extension ActivationCache {
  /// What is done about the training split; nil where no row is frozen from the input on, or nothing may be kept.
  var status: CacheStatus? {
    guard let side = sides[.training] else { return nil }
    let table = table(.training, rows: rows)
    var status = CacheStatus(
      stage: .keeping, rows: rows, kept: table?.count ?? 0, total: side.places.readableCount,
      bytes: table?.memory.bytes ?? 0, place: table?.memory.place,
      compute: side.compute.median, write: side.write.median, read: side.read.median,
      payback: side.breakEven?.paybackPasses)
    switch side.activity {
    case .none: return nil
    case .measuring: status.stage = .measuring
    case .keeping: status.stage = .keeping
    case .declined(let reason):
      status.stage = .declined
      status.reason = reason
    }
    return status
  }
}
