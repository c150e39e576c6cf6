/// Gathers the scalars of `Event` messages.
///
/// Both kinds: `simple_value`, and tensors of one number that belong to the plugin `scalars` or to none.
/// The plugin is told with a tag's first value only.
struct EventScalars {
  private(set) var points: PointTable
  private var isScalar: [String: Bool] = [:]

  init(points: PointTable) { self.points = points }

  mutating func add(event: WireMessage) throws(WireError) {
    var event = event
    var time = 0.0
    var step = 0
    var summary: WireMessage?
    var session: WireMessage?
    while let (field, value) = try event.next() {
      switch field {
      case 1: time = value.number
      case 2: step = value.integer
      case 5: summary = value.message
      case 7: session = value.message
      default: break
      }
    }
    guard TickColumns.possibleSteps.contains(step) else {
      throw WireError(detail: "no run has step \(step)")
    }
    while let (field, value) = try session?.next() {
      // A run that begins again (status START) logs the steps from here anew.
      if field == 1, value.integer == 1 { points.removePoints(from: step) }
    }
    while let (field, value) = try summary?.next() {
      if field == 1 { try add(value.message, step: step, time: time) }
    }
  }

  private mutating func add(
    _ message: WireMessage, step: Int, time: Double
  ) throws(WireError) {
    var message = message
    var tag = ""
    var number: Double?
    var tensor: WireMessage?
    var plugin: String?
    while let (field, value) = try message.next() {
      switch field {
      case 1: tag = value.text
      case 2: number = value.number
      case 8: tensor = value.message
      case 9: plugin = try Self.plugin(value.message)
      default: break
      }
    }
    if let tensor {
      if isScalar[tag] == nil { isScalar[tag] = plugin.map { $0 == "scalars" } ?? true }
      if isScalar[tag] == true { number = try TensorScalar(tensor).value }
    }
    guard let number else { return }
    let metric = points.metric(tag)
    // Lightning and others log where in the epochs a step is as a metric.
    let isEpoch = tag == "epoch" || tag.hasSuffix("/epoch")
    points.append(
      .init(
        metric: metric, step: step, epoch: isEpoch ? number : .nan, time: time, value: number))
  }

  private static func plugin(_ metadata: WireMessage) throws(WireError) -> String? {
    var metadata = metadata
    while let (field, value) = try metadata.next() {
      guard field == 1 else { continue }
      var data = value.message
      while let (field, value) = try data.next() {
        if field == 1 { return value.text }
      }
    }
    return nil
  }
}
