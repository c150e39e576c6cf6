public import Foundation

/// Reads weights files, whatever their format.
///
/// Formats are recognised by content, not by name: safetensors, and PyTorch's `.pth` and `.bin` in the
/// zip layout and in the one before version 1.6. Nothing in a file is ever executed.
public enum WeightsFile {
  /// Reads all tensors of a file, in the file's order.
  ///
  /// - Throws: ``WeightsFileError`` saying what is wrong and where.
  public static func read(_ file: URL) throws(WeightsFileError) -> [StoredTensor] {
    do {
      return try tensors(in: contents(of: file))
    } catch {
      throw WeightsFileError(file: file.path(percentEncoded: false), error)
    }
  }

  /// Reads all tensors of a file's bytes.
  static func tensors(in data: Data) throws(FormatProblem) -> [StoredTensor] {
    // First, for its leading size may look like the others' first bytes, never the reverse.
    if data.dropFirst(8).first == UInt8(ascii: "{") {
      return try SafetensorsFile.tensors(in: data)
    }
    if data.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return try TorchZipFile.tensors(in: data) }
    if data.first == 0x80 { return try TorchLegacyFile.tensors(in: data) }
    guard !data.isEmpty else {
      throw FormatProblem(kind: .truncated, what: "the file is empty", place: nil)
    }
    throw FormatProblem(
      kind: .unknownFormat,
      what: "neither a safetensors file nor one that PyTorch saved", place: nil)
  }

  private static func contents(of file: URL) throws(FormatProblem) -> Data {
    func inaccessible(_ what: String) -> FormatProblem {
      FormatProblem(kind: .inaccessible, what: what, place: nil)
    }
    do {
      let path = file.resolvingSymlinksInPath().path(percentEncoded: false)
      // A pipe or a device would never end.
      let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      guard type == .typeRegular else {
        throw inaccessible(type == .typeDirectory ? "is a folder" : "is not a regular file")
      }
      // Not mapped: a file cut short while it is mapped would kill the process.
      return try Data(contentsOf: file)
    } catch let problem as FormatProblem {
      throw problem
    } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
      throw inaccessible("there is no such file")
    } catch {
      throw inaccessible("cannot be read: \(error.localizedDescription)")
    }
  }
}
