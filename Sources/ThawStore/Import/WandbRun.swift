import Foundation

/// Gathers what the `Record` messages of a W&B run tell.
struct WandbRun {
  private(set) var reading: RunReading
  private var rows = 0

  init(reading: RunReading) { self.reading = reading }

  mutating func add(_ record: WireMessage) throws(WireError) {
    var record = record
    while let (field, value) = try record.next() {
      switch field {
      case 2: try add(history: value.message)
      case 5: try add(config: value.message)
      case 17: try add(run: value.message)
      default: break
      }
    }
  }

  /// A step: items by key, and the step itself.
  private mutating func add(history: WireMessage) throws(WireError) {
    var history = history
    var row = PointRow()
    var step: Double?
    while let (field, value) = try history.next() {
      if field == 1, let item = try Item(value.message) {
        for (path, value) in item.value.leaves {
          let name = (item.path + path).joined(separator: ".")
          // W&B's own clock is the time; what else begins with “_” is its bookkeeping.
          if name.hasPrefix("_"), !["_step", "_timestamp"].contains(name) { continue }
          guard let number = value.plotted else { continue }
          switch Axis(name) {
          case .epoch: row.epoch = number
          // A metric called step or time of the user's is not W&B's.
          case .step where name == "_step": step = number
          case .time where name == "_timestamp": row.time = number
          default: row.values.append((name, number))
          }
        }
      } else if field == 2 {
        var message = value.message
        while let (field, value) = try message.next() {
          if field == 1 { step = Double(value.integer) }
        }
      }
    }
    row.step = step
    row.append(to: &reading.points, number: rows)
    rows += 1
  }

  private mutating func add(config: WireMessage) throws(WireError) {
    var config = config
    while let (field, value) = try config.next() {
      guard field == 1, let item = try Item(value.message) else { continue }
      for (path, value) in item.value.leaves {
        // Below “_wandb” W&B keeps its own version and platform.
        let path = item.path + path
        if path.first != "_wandb" { reading.settings[path.joined(separator: ".")] = value.print }
      }
    }
  }

  private mutating func add(run: WireMessage) throws(WireError) {
    var run = run
    while let (field, value) = try run.next() {
      switch field {
      case 1: reading.name = reading.name ?? value.text
      case 4: try add(config: value.message)
      case 8 where !value.bytes.isEmpty: reading.name = value.text
      case 17:
        var time = value.message
        var seconds = 0.0
        while let (field, value) = try time.next() {
          seconds += Double(value.integer) * (field == 1 ? 1 : 1e-9)
        }
        if PointTable.possibleTimes.contains(seconds) {
          reading.started = Date(timeIntervalSince1970: seconds)
        }
      default: break
      }
    }
  }

  /// A key with a value, as history and settings have them.
  private struct Item {
    var path: [String] = []
    var value: JSONValue

    /// Reads an item; nil where its value is none that can be read.
    init?(_ message: WireMessage) throws(WireError) {
      var message = message
      var key = ""
      var found: JSONValue?
      while let (field, value) = try message.next() {
        switch field {
        case 1: key = value.text
        case 2: path.append(value.text)
        case 4: found = .boolean(value.integer != 0)
        case 5:
          // Zigzag, as protocol buffers write numbers with a sign.
          let bits = UInt64(bitPattern: Int64(value.integer))
          found = .number(Double(Int64(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))))
        case 6: found = .number(value.number)
        case 7: found = .text(value.text)
        case 8, 16: found = try? JSONScanner.value(of: Array(value.bytes)[...])
        default: break
        }
      }
      guard let found else { return nil }
      value = found
      if path.isEmpty { path = [key] }
    }
  }
}
