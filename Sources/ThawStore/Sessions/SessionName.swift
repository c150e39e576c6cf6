/// What a session can be called.
public enum SessionName {
  /// The rule, as a half sentence for messages.
  public static let rule =
    "a name has letters, digits, “.”, “_” and “-”, starts with a letter or digit, "
    + "and is at most 64 characters long"

  /// Whether a name can be a session's folder.
  public static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
    return isAlphanumeric(first)
      && name.utf8.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
  }

  /// A valid name that is spelt like any text, with room for a number behind it.
  static func nearest(to text: String) -> String {
    let bytes = text.utf8.map { byte in
      isAlphanumeric(byte) || ".-_".utf8.contains(byte) ? byte : UInt8(ascii: "-")
    }
    let name = bytes.drop { !isAlphanumeric($0) }.prefix(56)
    return name.isEmpty ? "imported" : String(decoding: name, as: UTF8.self)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
