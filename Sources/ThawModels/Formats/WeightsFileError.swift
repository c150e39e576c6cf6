import Foundation

/// Why a weights file cannot be read or written.
public struct WeightsFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What sort of problem it is.
  public enum Kind: Equatable, Sendable {
    /// The file cannot be opened, read or written.
    case inaccessible
    /// It is in none of the formats that thaw knows.
    case unknownFormat
    /// It ends before it should.
    case truncated
    /// It contradicts itself.
    case corrupt
    /// It asks for something that a weights file has no need of.
    case refused
    /// It is sound, but uses something that thaw does not read.
    case unsupported
  }

  /// The file's path.
  public var file: String
  /// What sort of problem it is.
  public var kind: Kind
  /// What is wrong.
  public var what: String
  /// Where in the file: a byte, a record, a tensor.
  public var place: String?

  /// What is wrong, where, and what to do.
  public var description: String {
    let location = place.map { " (\($0))" } ?? ""
    let advice =
      switch kind {
      case .truncated, .corrupt: "; fetch the file again"
      case .inaccessible, .unknownFormat, .refused, .unsupported: ""
      }
    return "\(file): \(what)\(location)\(advice)"
  }

  init(file: String, _ problem: FormatProblem) {
    self.file = file
    kind = problem.kind
    what = problem.what
    place = problem.place
  }
}

/// What a reader found wrong, before it is known in which file.
struct FormatProblem: Error, Equatable {
  var kind: WeightsFileError.Kind
  var what: String
  var place: String?

  /// The same problem with a place, where it has none yet.
  func located(_ place: String) -> FormatProblem {
    FormatProblem(kind: kind, what: what, place: self.place ?? place)
  }

  static func truncated(_ what: String, at offset: Int) -> FormatProblem {
    FormatProblem(kind: .truncated, what: what, place: "byte \(offset)")
  }

  static func corrupt(_ what: String, at offset: Int) -> FormatProblem {
    FormatProblem(kind: .corrupt, what: what, place: "byte \(offset)")
  }

  static func corrupt(_ what: String, in place: String) -> FormatProblem {
    FormatProblem(kind: .corrupt, what: what, place: place)
  }

  static func unsupported(_ what: String, in place: String? = nil) -> FormatProblem {
    FormatProblem(kind: .unsupported, what: what, place: place)
  }
}

extension WeightsFileError {
  /// Why a file could not be written, in a few words.
  public static func reason(of error: any Error) -> String {
    // Foundation has a sentence for it that says less.
    (error as? CocoaError)?.code == .fileWriteOutOfSpace
      ? "the disk is full" : error.localizedDescription
  }
}
