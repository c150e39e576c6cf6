import Foundation

/// The layout in which PyTorch saves since version 1.6: a zip archive.
///
/// `<folder>/data.pkl` is the pickle, `<folder>/data/<key>` a storage each.
enum TorchZipFile {
  /// A pickle of a state dictionary takes some hundred bytes a tensor.
  private static let pickleLimit = 256 << 20

  static func tensors(in data: Data) throws(FormatProblem) -> [StoredTensor] {
    let archive = try ZipArchive(data)
    guard let name = archive.names.first(where: isPickle) else {
      throw FormatProblem(
        kind: .unknownFormat, what: "a zip archive, but not one that PyTorch saved", place: nil)
    }
    let folder = name.dropLast("data.pkl".count)
    if archive.contains("\(folder)byteorder"),
      try archive.record("\(folder)byteorder").elementsEqual("big".utf8)
    {
      throw .unsupported("written on a big-endian machine")
    }
    let object = try pickle(named: name, in: archive)
    var storages: [String: Data] = [:]
    for storage in object.arena.storages where storages[storage.key] == nil {
      storages[storage.key] = try archive.record("\(folder)data/\(storage.key)")
    }
    return try StateDictionary(object.arena, storages: storages).tensors(under: object.root)
  }

  private static func isPickle(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[1] == "data.pkl"
  }

  private static func pickle(
    named name: String, in archive: ZipArchive
  ) throws(FormatProblem) -> Pickle {
    let bytes = try archive.record(name)
    guard bytes.count <= pickleLimit else {
      throw .unsupported("a pickle of \(bytes.count) bytes is too large", in: "record “\(name)”")
    }
    var reader = ByteReader(bytes)
    do {
      return try Unpickler.read(from: &reader)
    } catch {
      throw FormatProblem(
        kind: error.kind, what: error.what,
        place: "record “\(name)”" + (error.place.map { ", \($0)" } ?? ""))
    }
  }
}
