import CImage
public import Foundation

/// JPEG and PNG files to pixels.
///
/// What a file is, its first bytes say, not its name.
public enum ImageDecoder {
  /// The most pixels a picture may have: 64 Mi, 256 MB while it is decoded.
  public static let pixelLimit = 64 << 20

  /// Decodes a file.
  ///
  /// A JPEG is decoded at the smallest scale that keeps both sides at `minimumSide` or more, which
  /// saves most of the work on large photos; its full size is what nil, or a small picture, gives.
  /// Transparency is composited on white.
  ///
  /// - Throws: ``ImageError`` naming the file.
  public static func decode(
    _ file: URL, minimumSide: Int? = nil, pixelLimit: Int = pixelLimit
  ) throws(ImageError) -> RGBImage {
    let path = file.path(percentEncoded: false)
    let bytes = try read(path)
    return try decode(bytes, named: path, minimumSide: minimumSide, pixelLimit: pixelLimit)
  }

  /// Decodes the bytes of a file; `name` stands in errors.
  ///
  /// - Throws: ``ImageError`` with `name` as its path.
  public static func decode(
    _ bytes: [UInt8], named name: String, minimumSide: Int? = nil, pixelLimit: Int = pixelLimit
  ) throws(ImageError) -> RGBImage {
    var message = cimage_message()
    var picture = cimage_picture()
    defer { cimage_free(picture.pixels) }
    let format = bytes.withUnsafeBytes { ImageFormat(sniffing: $0) }
    let status: cimage_status
    switch format {
    case .jpeg:
      status = cimage_decode_jpeg(
        bytes, bytes.count, Int32(clamping: minimumSide ?? 0), Int64(pixelLimit), &picture, &message
      )
    case .png:
      status = cimage_decode_png(bytes, bytes.count, Int64(pixelLimit), &picture, &message)
    case .other, .unknown: throw unsupported(format, count: bytes.count, path: name)
    }
    guard status == CIMAGE_OK, let pixels = picture.pixels else {
      throw ImageError(status, path: name, message: message, pixelLimit: pixelLimit)
    }
    let (width, height) = (Int(picture.width), Int(picture.height))
    return RGBImage(
      width: width, height: height,
      pixels: Array(UnsafeBufferPointer(start: pixels, count: width * height * 3)))
  }

  /// Reads a file's size from its header, and refuses what ``decode(_:minimumSide:pixelLimit:)``
  /// would by it.
  ///
  /// Reads a few kilobytes; damage further on stays unseen.
  ///
  /// - Throws: ``ImageError`` naming the file.
  public static func size(
    of file: URL, pixelLimit: Int = pixelLimit
  ) throws(ImageError) -> ImageSize {
    let path = file.path(percentEncoded: false)
    // Profiles and previews can push a JPEG's size far into the file.
    for limit in [4 << 10, 256 << 10] {
      let start = try read(path, limit: limit)
      if start.count < limit { break }
      if let size = try? header(start, path: path) {
        return try checked(size, path: path, pixelLimit: pixelLimit)
      }
    }
    return try checked(header(try read(path), path: path), path: path, pixelLimit: pixelLimit)
  }

  private static func read(_ path: String, limit: Int = .max) throws(ImageError) -> [UInt8] {
    do {
      return try FileBytes.read(path, limit: limit)
    } catch {
      throw ImageError(.unreadable, path: path, reason: "cannot be read: \(error.reason)")
    }
  }

  private static func header(_ bytes: [UInt8], path: String) throws(ImageError) -> ImageSize {
    let format = bytes.withUnsafeBytes { ImageFormat(sniffing: $0) }
    switch format {
    case .jpeg:
      var (width, height): (Int32, Int32) = (0, 0)
      var message = cimage_message()
      let status = cimage_jpeg_size(bytes, bytes.count, &width, &height, &message)
      guard status == CIMAGE_OK else {
        throw ImageError(status, path: path, message: message, pixelLimit: 0)
      }
      return ImageSize(width: Int(width), height: Int(height))
    case .png:
      // Signature, then the header chunk's length and name, then both sides, big-endian.
      guard bytes.count >= 24 else {
        throw ImageError(.truncated, path: path, reason: "the file ends too early")
      }
      func number(at offset: Int) -> Int {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      }
      return ImageSize(width: number(at: 16), height: number(at: 20))
    case .other, .unknown: throw unsupported(format, count: bytes.count, path: path)
    }
  }

  private static func checked(
    _ size: ImageSize, path: String, pixelLimit: Int
  ) throws(ImageError) -> ImageSize {
    guard size.width > 0, size.height > 0 else {
      throw ImageError(.unreadable, path: path, reason: "the header gives no size")
    }
    guard size.width <= pixelLimit / size.height else {
      throw ImageError(
        .tooManyPixels, path: path,
        reason: "\(size.width) × \(size.height) pixels are more than the \(pixelLimit) allowed")
    }
    return size
  }

  private static func unsupported(
    _ format: ImageFormat, count: Int, path: String
  ) -> ImageError {
    if count == 0 { return ImageError(.truncated, path: path, reason: "the file is empty") }
    if case .other(let name) = format {
      return ImageError(.unsupported, path: path, reason: "\(name) files are not read")
    }
    if count < ImageFormat.signatureLength {
      return ImageError(.truncated, path: path, reason: "the file ends too early")
    }
    return ImageError(.unsupported, path: path, reason: "not an image")
  }
}

extension ImageError {
  fileprivate init(
    _ status: cimage_status, path: String, message: cimage_message, pixelLimit: Int
  ) {
    let phrase = message.phrase
    switch status {
    case CIMAGE_TRUNCATED: self.init(.truncated, path: path, reason: "truncated (\(phrase))")
    case CIMAGE_UNSUPPORTED: self.init(.unsupported, path: path, reason: phrase)
    case CIMAGE_TOO_LARGE:
      self.init(
        .tooManyPixels, path: path, reason: "\(phrase) are more than the \(pixelLimit) allowed")
    case CIMAGE_OUT_OF_MEMORY: self.init(.noMemory, path: path, reason: phrase)
    default: self.init(.unreadable, path: path, reason: "damaged (\(phrase))")
    }
  }
}

extension cimage_message {
  /// The phrase as a string.
  var phrase: String {
    withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
