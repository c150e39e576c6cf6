/// A pattern for paths: `*` any text and `?` one character inside a name, `**` any folders.
///
/// `birds/**` takes everything below `birds`, `**/*.png` every PNG file, `*.png` only those at the
/// top.
struct Glob: Equatable, Sendable {
  private let components: [[Character]]

  init(_ pattern: String) {
    components = pattern.split(separator: "/").map { Array($0) }
  }

  /// Whether the whole path matches.
  func matches(_ path: ArraySlice<String>) -> Bool {
    Self.matches(
      components[...], path, isStar: { $0 == ["*", "*"] },
      accepts: { Self.matches($0, name: $1) })
  }

  /// Whether the path, or the end of it from any component on, matches: `cartoon` and `*.png` at
  /// any depth.
  func matchesEnd(of path: ArraySlice<String>) -> Bool {
    path.indices.contains { matches(path[$0...]) }
  }

  private static func matches(_ pattern: [Character], name: String) -> Bool {
    matches(
      pattern[...], Array(name)[...], isStar: { $0 == "*" }, accepts: { $0 == "?" || $0 == $1 })
  }

  /// Matches names and paths alike.
  ///
  /// On a mismatch only the last star need take one element more, so the work is
  /// at most the product of the lengths.
  private static func matches<Part, Element>(
    _ pattern: ArraySlice<Part>, _ text: ArraySlice<Element>, isStar: (Part) -> Bool,
    accepts: (Part, Element) -> Bool
  ) -> Bool {
    var (part, element) = (pattern.startIndex, text.startIndex)
    var star: (part: Int, element: Int)?
    while element < text.endIndex {
      if part < pattern.endIndex, isStar(pattern[part]) {
        star = (part, element)
        part += 1
      } else if part < pattern.endIndex, accepts(pattern[part], text[element]) {
        part += 1
        element += 1
      } else if let last = star {
        star = (last.part, last.element + 1)
        part = last.part + 1
        element = last.element + 1
      } else {
        return false
      }
    }
    return pattern[part...].allSatisfy(isStar)
  }
}
