/// What the first bytes of a file say it is.
enum ImageFormat: Equatable {
  case jpeg
  case png
  /// A known format that is not read, by name.
  case other(String)
  case unknown

  /// The bytes that ``init(sniffing:)`` looks at.
  static let signatureLength = 12

  init(sniffing bytes: UnsafeRawBufferPointer) {
    let start = Array(bytes.prefix(Self.signatureLength))
    func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      start.dropFirst(offset).starts(with: signature)
    }
    func has(_ text: String, at offset: Int = 0) -> Bool { has(Array(text.utf8), at: offset) }

    if has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if has("GIF8") {
      self = .other("GIF")
    } else if has("RIFF"), has("WEBP", at: 8) {
      self = .other("WebP")
    } else if has("BM") {
      self = .other("BMP")
    } else if has([0x49, 0x49, 0x2A, 0x00]) || has([0x4D, 0x4D, 0x00, 0x2A]) {
      self = .other("TIFF")
    } else if has("ftypheic", at: 4) || has("ftypmif1", at: 4) {
      self = .other("HEIF")
    } else if has("ftypavif", at: 4) {
      self = .other("AVIF")
    } else {
      self = .unknown
    }
  }
}
