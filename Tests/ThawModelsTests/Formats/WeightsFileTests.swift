import Foundation
import Testing
import ThawModels
import ThawTestSupport

@Suite("Weights files")
struct WeightsFileTests {
  @Test("What is no weights file says so, with its path")
  func others() async throws {
    try await withTemporaryFolder { folder in
      func error(_ name: String, _ contents: String?) throws -> WeightsFileError? {
        let file = folder.appending(path: name)
        if let contents { try Data(contents.utf8).write(to: file) }
        let error = #expect(throws: WeightsFileError.self) { try WeightsFile.read(file) }
        #expect(error?.description.hasPrefix(file.path(percentEncoded: false)) == true)
        return error
      }

      let missing = try error("none.pth", nil)
      let folder = try error("", nil)
      let empty = try error("empty", "")
      let text = try error("text", "hello, world")

      #expect(missing?.what == "there is no such file")
      #expect(folder?.what == "is a folder")
      #expect(empty?.what == "the file is empty")
      #expect(text?.what == "neither a safetensors file nor one that PyTorch saved")
    }
  }

  @Test("A device is not read to its end, for it has none")
  func device() {
    let error = #expect(throws: WeightsFileError.self) {
      try WeightsFile.read(URL(filePath: "/dev/zero"))
    }
    #expect(error?.what == "is not a regular file")
  }
}
