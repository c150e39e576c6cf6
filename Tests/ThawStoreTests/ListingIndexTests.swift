import Foundation
import Testing
import ThawProtocol
import ThawTestSupport

@testable import ThawStore

@Suite("Listing index")
struct ListingIndexTests {
  /// When all that a test wrote has been left alone for long.
  private let later = Date(timeIntervalSinceNow: 60)

  @Test("A session at rest is read once, and anew after whatever changed it")
  func atRest() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 2)
      let session = library.session("run-1")
      let changes: [() throws -> Void] = [
        {
          var labels = SessionLabels()
          labels.apply(.tag("good"))
          try session.changeLabels { $0 = labels }
        },
        {
          let store = try SessionStore(opening: session, resumingAt: 3)
          try store.append([record(4, ["loss": 0.1])])
          try store.setPhase(.stopped, step: 4)
          try store.close()
        },
        {
          let copy = folder.appending(path: "copy")
          try FileManager.default.copyItem(at: library.session("run-2").database, to: copy)
          guard rename(copy.path, session.database.path) == 0 else {
            throw CocoaError(.fileLocking)
          }
        },
      ]
      for change in changes {
        let before = try line("run-1", of: library.listing(now: later))
        #expect(before == (try SessionReader(session).summary(withRecipe: true)))
        try forgeSteps(of: library)
        #expect(try line("run-1", of: library.listing(now: later)).step == 77)
        try change()
        let after = try line("run-1", of: library.listing(now: later))
        #expect(after == (try SessionReader(session).summary(withRecipe: true)))
        #expect(after != before)
        try FileManager.default.removeItem(at: library.listingIndex)
      }
    }
  }

  @Test("The line of a session whose engine is there is read each time")
  func live() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 1)
      let session = library.session("run-1")
      _ = library.listing(now: later)
      try forgeSteps(of: library)
      let lock = try EngineLock(session)
      #expect(try line("run-1", of: library.listing(now: later)).step == 3)
      #expect(ListingIndex(of: library).entries.isEmpty)

      let store = try SessionStore(opening: session, resumingAt: 3)
      try store.setPhase(.training, step: 3)
      for step in 4...6 {
        try store.append([record(step, ["loss": 1])])
        let listed = try line("run-1", of: library.listing(now: later))
        #expect(listed.step == step && listed.state == .stalled)
      }
      #expect(ListingIndex(of: library).entries.isEmpty)
      withExtendedLifetime(lock) {}
    }
  }

  @Test("What changed a moment ago is not kept: the time of its next change may be the same")
  func young() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 1)
      #expect(library.listing().sessions.count == 1)
      #expect(ListingIndex(of: library).entries.isEmpty)
      _ = library.listing(now: later)
      #expect(ListingIndex(of: library).entries.count == 1)
    }
  }

  @Test("A session that is gone or renamed leaves the index")
  func gone() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 3)
      _ = library.listing(now: later)
      try SessionTrash(of: library).add(library.session("run-1"))
      _ = try library.rename(library.session("run-2"), to: "best")
      #expect(library.listing(now: later).sessions.map(\.name) == ["run-3", "best"])
      #expect(ListingIndex(of: library).entries.keys.sorted() == ["best", "run-3"])
    }
  }

  @Test("An index that is cut off, changed, or another version's is made anew in silence")
  func damaged() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 2)
      let wanted = library.listing(now: later)
      let whole = try Data(contentsOf: library.listingIndex)
      var random = SeededGenerator(seed: 5)
      for round in 0..<40 {
        var bytes = whole
        let place = Int.random(in: 0..<bytes.count, using: &random)
        if round.isMultiple(of: 2) {
          bytes = bytes.prefix(place)
        } else {
          bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
        }
        #expect(throws: BlobError.self) { try ListingIndex(decoding: bytes) }
        try bytes.write(to: library.listingIndex)
        #expect(library.listing(now: later) == wanted, "round \(round)")
        #expect(ListingIndex(of: library).entries.count == 2)
      }
    }
  }

  @Test("Lies behind a right checksum are told, and crash nothing")
  func lies() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 2)
      _ = library.listing(now: later)
      let whole = try Data(contentsOf: library.listingIndex)
      var random = SeededGenerator(seed: 6)
      for _ in 0..<300 {
        var content = whole.dropLast(4)
        content[Int.random(in: 7..<content.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
        var file = ByteWriter()
        file.append([UInt8](content))
        file.word(content.withUnsafeBytes { Checksum.castagnoli.of($0) })
        _ = try? ListingIndex(decoding: file.data)
      }
    }
  }

  @Test("Everything a line says comes back from the file")
  func roundTrip() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 1)
      let session = library.session("run-1")
      var labels = SessionLabels()
      for tag in ["a", "zwölf"] { labels.apply(.tag(tag)) }
      (labels.note, labels.isStarred, labels.isArchived) = ("good\nand cheap", true, true)
      try session.changeLabels { $0 = labels }
      let read = try line("run-1", of: library.listing(now: later))
      let kept = try line("run-1", of: library.listing(now: later))
      #expect(kept == read && kept.labels == labels)
      #expect(kept.metrics["speed"] == MetricSummary(last: 8, best: nil, count: 3))
      #expect(kept.recipe == (try Recipe(toml: idxText).flattened))
    }
  }

  @Test("Who lists at the same time sees the same")
  func together() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 5)
      let wanted = library.listing()
      let later = later
      await withTaskGroup(of: SessionLibrary.Listing.self) { group in
        for _ in 0..<40 { group.addTask { library.listing(now: later) } }
        for await listing in group { #expect(listing == wanted) }
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(left == [".listing"] + library.names())
    }
  }

  @Test("A folder that cannot be written is listed all the same")
  func unwritable() async throws {
    try await withTemporaryFolder { folder in
      let library = try makeLibrary(folder, sessions: 2)
      // In the way of the file, whoever runs the test.
      try FileManager.default.createDirectory(
        at: library.listingIndex.appending(path: "full"), withIntermediateDirectories: true)
      #expect(library.listing(now: later) == library.listing(now: later))
      #expect(library.listing(now: later).sessions.count == 2)
    }
  }

  /// Finished sessions of three steps, `run-1` the oldest.
  private func makeLibrary(_ folder: URL, sessions: Int) throws -> SessionLibrary {
    let library = SessionLibrary(folder: folder)
    let recipe = try Recipe(toml: idxText)
    for number in 1...sessions {
      let store = try SessionStore(
        creating: try library.create(for: recipe, name: "run-\(number)"), recipe: recipe,
        started: Date(timeIntervalSince1970: Double(number)))
      for step in 1...3 {
        try store.append([record(step, ["loss": 1 / Double(step * number), "speed": 8])])
      }
      try store.setPhase(.finished, step: 3)
      try store.close()
    }
    return library
  }

  private func line(
    _ name: String, of listing: SessionLibrary.Listing
  ) throws -> SessionSummary {
    try #require(listing.sessions.first { $0.name == name })
  }

  /// Makes the index say of all sessions what no database says.
  private func forgeSteps(of library: SessionLibrary) throws {
    var index = ListingIndex(of: library)
    try #require(!index.entries.isEmpty)
    for name in index.entries.keys { index.entries[name]?.summary.step = 77 }
    index.write(to: library)
  }
}
