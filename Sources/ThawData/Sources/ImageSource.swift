/// Labelled pictures, each found by its index.
public protocol ImageSource: Sendable {
  /// The class of each picture, an index into ``classes``.
  var labels: [Int] { get }
  /// The names of the classes.
  var classes: [String] { get }
  /// Files that are left out, and why.
  var skipped: [SkippedFile] { get }

  /// Decodes a picture. May be called from any thread.
  ///
  /// - Parameters:
  ///   - index: `0..<count`.
  ///   - minimumSide: A smaller version is welcome as long as neither side is below this; nil for
  ///     full size.
  /// - Returns: The picture.
  /// - Throws: ``ImageError`` where this one picture cannot be used; it is then passed over. Any
  ///   other error ends the loading, and so does want of memory.
  func image(at index: Int, minimumSide: Int?) throws -> RGBImage

  /// The file that a picture is read from; nil where it has none of its own.
  func file(of index: Int) -> String?
}

extension ImageSource {
  /// No file of its own.
  public func file(of index: Int) -> String? { nil }

  /// How many pictures there are.
  public var count: Int { labels.count }

  /// Decodes a picture at full size.
  ///
  /// - Throws: ``ImageError`` where the picture cannot be used.
  public func image(at index: Int) throws -> RGBImage { try image(at: index, minimumSide: nil) }
}

/// A file that is left out.
public struct SkippedFile: Codable, Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// Why it is left out, and what to do about it.
  public var reason: String

  /// Names a file and the reason.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// The file and the reason on one line.
  public var description: String { "\(path): \(reason)" }
}
