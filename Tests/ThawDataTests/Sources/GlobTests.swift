import Testing

@testable import ThawData

@Suite("Globs")
struct GlobTests {
  @Test(
    "A star stays inside a name, two stars cross folders",
    arguments: [
      ("a/b.png", "a/b.png", true), ("a/b.png", "a/c.png", false),
      ("*.png", "b.png", true), ("*.png", "a/b.png", false), ("*", "b", true),
      ("a/*", "a/b.png", true), ("a/*", "a/x/b.png", false), ("a/*/b", "a/x/b", true),
      ("a/**", "a/b.png", true), ("a/**", "a/x/y/b.png", true), ("a/**", "ab/c", false),
      ("**", "a/b/c", true), ("**/*.png", "b.png", true), ("**/*.png", "a/x/b.png", true),
      ("**/*.png", "a/b.jpg", false), ("a/**/z", "a/z", true), ("a/**/z", "a/x/y/z", true),
      ("a/**/z", "a/x/y", false), ("**/b/**", "a/b/c/d", true), ("**/b/**", "a/c/d", false),
      ("?at.png", "cat.png", true), ("?at.png", "at.png", false), ("c??", "cat", true),
      ("*_mirror.*", "fish_mirror.png", true), ("*a*a*", "banana", true), ("*x*", "banana", false),
      ("äpfel*", "äpfel.png", true), ("", "a", false), ("a//b", "a/b", true),
      ("*.PNG", "a.png", false), ("[a].png", "[a].png", true),
    ])
  func matching(pattern: String, path: String, expected: Bool) {
    #expect(Glob(pattern).matches(components(path)) == expected)
  }

  @Test(
    "The end of a path may match alone",
    arguments: [
      ("cartoon", "a/cartoon", true), ("*/cartoon*", "a/b/cartoons", true),
      ("*/cartoon*", "cartoon", false), ("*_mirror.png", "a/b/cat_mirror.png", true),
      ("*_mirror.png", "a/b/cat.png", false), ("b/**", "a/b/c", true),
    ])
  func endings(pattern: String, path: String, expected: Bool) {
    #expect(Glob(pattern).matchesEnd(of: components(path)) == expected)
  }

  @Test("Many stars against a long name end at once", .timeLimit(.minutes(1)))
  func manyStars() {
    let name = String(repeating: "a", count: 5_000)
    let pattern = String(repeating: "*a", count: 100) + "b"

    #expect(!Glob(pattern).matches([name]))
  }

  private func components(_ path: String) -> ArraySlice<String> {
    path.split(separator: "/").map(String.init)[...]
  }
}
