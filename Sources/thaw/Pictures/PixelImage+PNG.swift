import CImage
import Foundation
import ThawCanvas

extension PixelImage {
  /// The picture as a PNG file.
  ///
  /// - Throws: ``Failure`` where memory does not suffice.
  var png: Data {
    get throws {
      var (file, count): (UnsafeMutablePointer<UInt8>?, Int) = (nil, 0)
      var message = cimage_message()
      let status = cimage_encode_png(
        bytes, Int32(width), Int32(height), &file, &count, &message)
      guard status == CIMAGE_OK, let file else {
        let reason = withUnsafeBytes(of: message.text) { text in
          String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        throw Failure.run("the picture cannot be made: \(reason)")
      }
      defer { cimage_free(file) }
      return Data(bytes: file, count: count)
    }
  }
}
