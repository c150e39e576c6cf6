import Foundation

/// The safetensors format: a UInt64 header size, a JSON header, then the tensors without gaps.
public enum SafetensorsFile {
  /// What the format's own reader accepts at most.
  private static let headerLimit = 100_000_000

  static func tensors(in data: Data) throws(FormatProblem) -> [StoredTensor] {
    var reader = ByteReader(data)
    let header = try header(&reader)
    let contents = data.suffix(reader.remaining)
    var tensors: [StoredTensor] = []
    var end = 0
    for entry in header.entries.sorted(by: {
      ($0.offsets.lowerBound, $0.offsets.upperBound)
        < ($1.offsets.lowerBound, $1.offsets.upperBound)
    }) {
      let place = "tensor “\(entry.name)”"
      guard entry.offsets.lowerBound == end else {
        let fault = entry.offsets.lowerBound < end ? "overlaps" : "leaves a gap after"
        throw .corrupt("it \(fault) the tensor before it", in: place)
      }
      guard let size = checkedProduct(entry.shape + [entry.type.bytes]),
        size == entry.offsets.count
      else {
        throw .corrupt(
          "its shape \(entry.shape) does not take \(entry.offsets.count) bytes", in: place)
      }
      end = entry.offsets.upperBound
      guard end <= contents.count else {
        throw FormatProblem(
          kind: .truncated,
          what:
            "it should end at byte \(data.count - contents.count + end), the file has \(data.count)",
          place: place)
      }
      let start = contents.startIndex + entry.offsets.lowerBound
      tensors.append(
        StoredTensor(
          name: entry.name, shape: entry.shape, type: entry.type,
          data: contents[start..<start + size]))
    }
    guard end == contents.count else {
      throw .corrupt("\(contents.count - end) bytes belong to no tensor", at: data.count)
    }
    return tensors
  }

  private static func header(
    _ reader: inout ByteReader
  ) throws(FormatProblem) -> SafetensorsHeader {
    let size = try reader.size(UInt64.self)
    guard size <= headerLimit else {
      throw .corrupt("a header of \(size) bytes exceeds \(headerLimit)", at: 0)
    }
    let start = reader.position
    return try SafetensorsHeader(try reader.bytes(size), start: start)
  }
}
