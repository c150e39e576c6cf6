import Foundation
import ThawProtocol

/// The file: `thawls`, a version, each text once, the entries, and a checksum of all before it.
///
/// Texts are told by their place in the list: sessions share most of them.
extension ListingIndex {
  private static let mark = Array("thawls\u{2}".utf8)

  /// Reads a file's bytes.
  ///
  /// - Throws: ``BlobError`` for those of another version, and for damaged ones.
  init(decoding data: Data) throws(BlobError) {
    guard data.count > Self.mark.count + 4, data.starts(with: Self.mark) else {
      throw BlobError(detail: "it is no index of this version")
    }
    let content = data.dropLast(4)
    var end = ByteReader(data.suffix(4))
    guard try end.word() == Self.checksum(of: content) else {
      throw BlobError(detail: "its checksum is wrong")
    }
    var reader = ByteReader(content.dropFirst(Self.mark.count))
    var texts: [String] = []
    for _ in 0..<(try reader.count(bytesEach: 1)) { texts.append(try reader.text()) }
    for _ in 0..<(try reader.count(bytesEach: 1)) {
      let entry = try reader.entry(texts)
      entries[entry.summary.name] = entry
    }
  }

  /// The bytes of the file.
  var encoded: Data {
    var texts = TextList()
    var content = ByteWriter()
    content.varint(UInt64(entries.count))
    for entry in entries.values { content.append(entry, &texts) }
    var file = ByteWriter()
    file.append(Self.mark)
    file.varint(UInt64(texts.texts.count))
    for text in texts.texts { file.text(text) }
    file.append(content.bytes)
    file.word(Self.checksum(of: file.data))
    return file.data
  }

  private static func checksum(of data: Data) -> UInt32 {
    data.withUnsafeBytes { Checksum.castagnoli.of($0) }
  }
}

/// Texts and their places.
private struct TextList {
  private(set) var texts: [String] = []
  private var places: [String: Int] = [:]

  mutating func place(of text: String) -> UInt64 {
    if let place = places[text] { return UInt64(place) }
    places[text] = texts.count
    texts.append(text)
    return UInt64(texts.count - 1)
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ entry: ListingIndex.Entry, _ texts: inout TextList) {
    let (stamp, summary) = (entry.stamp, entry.summary)
    for file in [stamp.database, stamp.log, stamp.labels] {
      varint(file.inode)
      varint(file.bytes)
      signed(file.changed)
    }
    varint(texts.place(of: summary.name))
    varint(texts.place(of: summary.state.rawValue))
    signed(Int64(summary.step))
    double(summary.started.timeIntervalSince1970)
    varint(UInt64(summary.metrics.count))
    for (name, metric) in summary.metrics {
      varint(texts.place(of: name))
      signed(Int64(metric.count))
      double(metric.last)
      // No best value is NaN.
      double(metric.best ?? .nan)
    }
    let labels = summary.labels
    varint(UInt64(labels.tags.count))
    for tag in labels.tags { varint(texts.place(of: tag)) }
    varint(texts.place(of: labels.note))
    varint((labels.isStarred ? 1 : 0) | (labels.isArchived ? 2 : 0))
    varint(UInt64(labels.formerNames.count))
    for name in labels.formerNames { varint(texts.place(of: name)) }
    varint(UInt64(summary.recipe.count))
    for (key, value) in summary.recipe {
      varint(texts.place(of: key))
      varint(texts.place(of: value))
    }
  }
}

extension ByteReader {
  fileprivate mutating func entry(_ texts: [String]) throws(BlobError) -> ListingIndex.Entry {
    let stamp = SessionStamp(database: try file(), log: try file(), labels: try file())
    let name = try text(of: texts)
    guard let state = SessionState(rawValue: try text(of: texts)) else {
      throw BlobError(detail: "it has an unknown state")
    }
    let step = Int(try signed())
    let started = Date(timeIntervalSince1970: try double())
    let metricCount = try count(bytesEach: 18)
    var metrics = [String: MetricSummary](minimumCapacity: metricCount)
    for _ in 0..<metricCount {
      let name = try text(of: texts)
      let count = Int(try signed())
      let (last, best) = (try double(), try double())
      metrics[name] = MetricSummary(last: last, best: best.isNaN ? nil : best, count: count)
    }
    var summary = SessionSummary(
      name: name, state: state, step: step, started: started, metrics: metrics)
    for _ in 0..<(try count(bytesEach: 1)) { summary.labels.apply(.tag(try text(of: texts))) }
    summary.labels.note = try text(of: texts)
    let flags = try varint()
    summary.labels.isStarred = flags & 1 != 0
    summary.labels.isArchived = flags & 2 != 0
    for _ in 0..<(try count(bytesEach: 1)) {
      summary.labels.rename(from: try self.text(of: texts), to: name)
    }
    let keyCount = try count(bytesEach: 2)
    summary.recipe.reserveCapacity(keyCount)
    for _ in 0..<keyCount {
      let key = try text(of: texts)
      summary.recipe[key] = try text(of: texts)
    }
    return ListingIndex.Entry(stamp: stamp, summary: summary)
  }

  private mutating func file() throws(BlobError) -> SessionStamp.File {
    SessionStamp.File(inode: try varint(), bytes: try varint(), changed: try signed())
  }

  private mutating func text(of texts: [String]) throws(BlobError) -> String {
    let place = try varint()
    guard place < UInt64(texts.count) else { throw BlobError(detail: "it names no text") }
    return texts[Int(place)]
  }
}
