import Foundation

/// The values of one tick: for each metric its number and value.
///
/// A varint `2 × number + wide`, then a float32, or a float64 where `wide` is 1. A value is narrow
/// where float32 holds it exactly, so nothing is lost.
enum RecordBlob {
  static func encode(_ values: [(metric: Int, value: Double)]) -> Data {
    var writer = ByteWriter()
    for (metric, value) in values {
      let narrow = value.fitsFloat
      writer.varint(UInt64(metric) << 1 | (narrow ? 0 : 1))
      if narrow { writer.float(Float(value)) } else { writer.double(value) }
    }
    return writer.data
  }

  /// Calls `body` with each metric's number and value.
  static func decode(_ data: Data, _ body: (Int, Double) -> Void) throws(BlobError) {
    var reader = ByteReader(data)
    while !reader.isAtEnd {
      let key = try reader.varint()
      let value = key & 1 == 0 ? Double(try reader.float()) : try reader.double()
      body(Int(key >> 1), value)
    }
  }
}

extension Double {
  /// Whether float32 holds the value exactly; every NaN counts as the same.
  var fitsFloat: Bool { isNaN || Double(Float(self)) == self }
}
