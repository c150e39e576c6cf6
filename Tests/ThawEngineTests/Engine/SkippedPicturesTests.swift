import Foundation
import Testing
import ThawBus
import ThawProtocol
import ThawTestSupport

@testable import ThawEngine

@Suite("Pictures that cannot be read", .timeLimit(.minutes(5)))
struct SkippedPicturesTests {
  @Test("One that breaks only while it is decoded is journaled once, at the step that met it")
  func journaled() async throws {
    try await withTemporaryFolder { folder in
      let pictures = folder.appending(path: "pictures")
      for label in ["dark", "light"] {
        let place = pictures.appending(path: label)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for index in 0..<12 {
          let brightness = index * 4 + (label == "dark" ? -100 : 40)
          var jpeg = MosaicJPEG(columns: 4, rows: 4).bytes { _, _ in [brightness, 0, 0] }
          // The header is whole, the pixels are not.
          if label == "dark", index < 5 { jpeg.removeLast(8) }
          try Data(jpeg).write(to: place.appending(path: "\(index).jpg"))
        }
      }
      let session = try EngineSession(
        folder.appending(path: "session"), steps: 6, evaluateEvery: 2, pictures: pictures)
      #expect(try await session.engine.prepare().notices.isEmpty)
      _ = try await session.engine.run()

      let told = try session.events().compactMap { signal -> JournalEntry? in
        guard case .event(.journal(let entry)) = signal, entry.command.hasPrefix("skipped ") else {
          return nil
        }
        return entry
      }
      #expect(told.count == 5)
      for index in 0..<5 {
        let path = pictures.appending(path: "dark/\(index).jpg").path
        #expect(told.count { $0.command.hasPrefix("skipped \(path): truncated") } == 1, "\(told)")
      }
      #expect(told.allSatisfy { !$0.isCommand && (0...6).contains($0.step) })
    }
  }
}
