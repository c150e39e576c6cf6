public import Foundation
import ThawProtocol

extension SessionReader {
  /// The session's metrics as a TensorBoard event file.
  ///
  /// TensorBoard keeps scalars as float32, so values are rounded to that; steps are exact, and times to the
  /// clock's resolution. Values that are not finite are kept.
  ///
  /// - Parameters:
  ///   - metrics: The metrics that are wanted, or nil for all.
  ///   - write: Takes the next piece of the file.
  /// - Throws: ``StoreError``, for damage after all that is whole was written; or what `write` throws.
  public func exportEvents(metrics: [String]? = nil, _ write: (Data) throws -> Void) throws {
    let started = try summary().started.timeIntervalSince1970
    var file = ByteWriter()
    var version = ByteWriter()
    version.key(1, kind: 1)
    version.double(started)
    version.field(3, Array("brain.Event:2".utf8))
    file.record(version.bytes)
    let damage = try exporting(metrics) { name in
      let tag = Array(name.utf8)
      try points(of: name) { point in
        file.record(event(of: point, tag, started))
        if file.bytes.count > 1 << 16 {
          try write(file.data)
          file = ByteWriter()
        }
      }
    }
    try write(file.data)
    if let damage { throw damage }
  }
}

/// An `Event` with a `Summary` of one `simple_value`.
private func event(of point: MetricPoint, _ tag: [UInt8], _ started: Double) -> [UInt8] {
  var value = ByteWriter()
  value.field(1, tag)
  value.key(2, kind: 5)
  value.float(Float(point.value))
  var summary = ByteWriter()
  summary.field(1, value.bytes)
  var event = ByteWriter()
  event.key(1, kind: 1)
  event.double(started + point.time)
  event.key(2, kind: 0)
  event.varint(UInt64(bitPattern: Int64(point.step)))
  event.field(5, summary.bytes)
  return event.bytes
}

extension ByteWriter {
  fileprivate mutating func key(_ field: UInt64, kind: UInt64) { varint(field << 3 | kind) }

  fileprivate mutating func field(_ field: UInt64, _ content: [UInt8]) {
    key(field, kind: 2)
    varint(UInt64(content.count))
    append(content)
  }

  /// A TFRecord: length, its check, data, their check.
  fileprivate mutating func record(_ content: [UInt8]) {
    let length = withUnsafeBytes(of: UInt64(content.count).littleEndian) { Array($0) }
    for part in [length, content] {
      append(part)
      let check = part.withUnsafeBytes { Checksum.castagnoli.masked($0) }
      append(withUnsafeBytes(of: check.littleEndian) { Array($0) })
    }
  }
}
