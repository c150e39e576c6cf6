import Foundation

/// Metric records as they go over a socket: numbers as bytes, each name once.
///
/// A viewer of a fast run is sent hundreds of values at a time. Read as text, each with its name, they would take
/// more time than the picture that shows them.
struct MetricTable: Codable {
  /// Every name in the message.
  private var names: [String] = []
  /// Which names records have, as places in `names`: steps with the same metrics share one list.
  private var columns: [[Int]] = []
  /// Each record's place in `columns`.
  private var shapes: [Int] = []
  /// Each record's optimizer steps.
  private var steps: [Int] = []
  /// Each record's epoch, time, and values in the order of its columns: little-endian float64, as base64.
  private var numbers = Data()

  init(_ records: [MetricRecord]) {
    var places: [String: Int] = [:]
    for record in records {
      let recordNames = record.values.keys.sorted()
      let columns = recordNames.map { name in
        if let place = places[name] { return place }
        places[name] = names.count
        names.append(name)
        return names.count - 1
      }
      if let shape = self.columns.lastIndex(of: columns) {
        shapes.append(shape)
      } else {
        shapes.append(self.columns.count)
        self.columns.append(columns)
      }
      steps.append(record.step)
      for number in [record.epoch, record.time] + recordNames.map({ record.values[$0] ?? .nan }) {
        withUnsafeBytes(of: number.bitPattern.littleEndian) { numbers.append(contentsOf: $0) }
      }
    }
  }

  /// The records; nil where the parts do not fit together.
  var records: [MetricRecord]? {
    guard
      columns.allSatisfy({ $0.allSatisfy(names.indices.contains) && Set($0).count == $0.count }),
      shapes.count == steps.count, shapes.allSatisfy(columns.indices.contains)
    else { return nil }
    let count = shapes.reduce(0) { $0 + 2 + columns[$1].count }
    guard numbers.count == 8 * count else { return nil }
    var place = 0
    return numbers.withUnsafeBytes { bytes in
      func next() -> Double {
        defer { place += 8 }
        return Double(
          bitPattern: .init(
            littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      }
      return zip(shapes, steps).map { shape, step in
        let (epoch, time) = (next(), next())
        var values = [String: Double](minimumCapacity: columns[shape].count)
        for column in columns[shape] { values[names[column]] = next() }
        return MetricRecord(step: step, epoch: epoch, time: time, values: values)
      }
    }
  }
}
