public import Foundation

extension SafetensorsFile {
  /// Writes tensors to a file, which then holds all of them or is as it was before.
  ///
  /// The same tensors give the same bytes. Wider types come first, so that each tensor is aligned; tensors of
  /// one width keep their order.
  ///
  /// - Throws: ``WeightsFileError`` where the file cannot be written or a name occurs twice.
  public static func write(
    _ tensors: [StoredTensor], metadata: [String: String] = [:], to file: URL
  ) throws(WeightsFileError) {
    func problem(_ what: String) -> WeightsFileError {
      WeightsFileError(
        file: file.path(percentEncoded: false),
        FormatProblem(kind: .inaccessible, what: what, place: nil))
    }
    guard Set(tensors.map(\.name)).count == tensors.count,
      !tensors.contains(where: { $0.name == "__metadata__" })
    else { throw problem("two tensors have one name, or one has a reserved name") }

    let sorted = tensors.enumerated().sorted {
      ($1.element.type.bytes, $0.offset) < ($0.element.type.bytes, $1.offset)
    }.map(\.element)
    let temporary = file.deletingLastPathComponent()
      .appending(path: ".\(file.lastPathComponent).\(UUID().uuidString)")
    do {
      try write(header(of: sorted, metadata: metadata), sorted, to: temporary)
      guard rename(temporary.path(percentEncoded: false), file.path(percentEncoded: false)) == 0
      else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw problem("cannot be written: \(WeightsFileError.reason(of: error))")
    }
  }

  private static func write(_ header: Data, _ tensors: [StoredTensor], to file: URL) throws {
    try header.write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    for tensor in tensors { try handle.write(contentsOf: tensor.data) }
    // Renaming before the bytes are down could leave an empty file after a power cut.
    try handle.synchronize()
  }

  private static func header(
    of tensors: [StoredTensor], metadata: [String: String]
  ) throws -> Data {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = try metadata.sorted { $0.key < $1.key }
        .map { "\(try quoted($0.key)):\(try quoted($0.value))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.data.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(try quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Data("{\(members.joined(separator: ","))}".utf8)
    header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
  }

  private static func quoted(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }
}
