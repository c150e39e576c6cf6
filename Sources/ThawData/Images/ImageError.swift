/// Why a picture cannot be used.
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Kind: Equatable, Sendable {
    /// The file cannot be opened, or its bytes break the format's rules.
    case unreadable
    /// The file ends too early.
    case truncated
    /// The file is no JPEG and no PNG, or a variant of them that is not read.
    case unsupported
    /// The picture has more pixels than is allowed.
    case tooManyPixels
    /// There is no memory for it, which says nothing about the file.
    case noMemory
  }

  /// What kind of trouble it is.
  public var kind: Kind
  /// The file, or the name that the caller gave the bytes.
  public var path: String
  /// What is wrong, as a phrase.
  public var reason: String

  /// Names a trouble.
  public init(_ kind: Kind, path: String, reason: String) {
    self.kind = kind
    self.path = path
    self.reason = reason
  }

  /// The file, what is wrong with it, and what to do.
  public var description: String { "\(path): \(reason); \(advice)" }

  private var advice: String {
    switch kind {
    case .unreadable: "check or replace the file"
    case .truncated: "copy or download the file again"
    case .unsupported: "convert it to JPEG or PNG"
    case .tooManyPixels: "make it smaller"
    case .noMemory: "end other programs, or raise the limit of this one"
    }
  }
}
