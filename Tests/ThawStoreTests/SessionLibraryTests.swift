import Foundation
import GRDB
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Session library")
struct SessionLibraryTests {
  @Test("New sessions are numbered after their recipe, and no number comes twice")
  func numbering() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder.appending(path: "not/yet"))
      let recipe = try Recipe(toml: idxText)
      let unnamed = try Recipe(toml: folderText)

      #expect(try library.create(for: recipe).name == "clothes-head-1")
      #expect(try library.create(for: recipe, name: "clothes-head-7").name == "clothes-head-7")
      #expect(try library.create(for: recipe).name == "clothes-head-8")
      #expect(try library.create(for: unnamed).name == "efficientnet-lite0-rows-1")
      #expect(throws: StoreError.exists("clothes-head-7")) {
        try library.create(for: recipe, name: "clothes-head-7")
      }
    }
  }

  @Test(
    "A name that would leave the folder or confuse a shell is refused",
    arguments: ["", "..", ".hidden", "a/b", "-rf", "a b", "ü", String(repeating: "a", count: 65)])
  func badNames(name: String) async throws {
    try await withTemporaryFolder { folder in
      let recipe = try Recipe(toml: idxText)

      #expect(throws: StoreError.invalidName(name)) {
        try SessionLibrary(folder: folder).create(for: recipe, name: name)
      }
    }
  }

  @Test("A session is found by name, by an unmistakable start of it, or by path")
  func resolving() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let recipe = try Recipe(toml: idxText)
      for name in ["clothes-1", "clothes-12", "stamps-1"] {
        _ = try SessionStore(creating: try library.create(for: recipe, name: name), recipe: recipe)
      }
      try FileManager.default.createDirectory(
        at: folder.appending(path: "no-session"), withIntermediateDirectories: false)

      #expect(library.names() == ["clothes-1", "clothes-12", "stamps-1"])
      #expect(try library.resolve("clothes-1").name == "clothes-1")
      #expect(try library.resolve("st").name == "stamps-1")
      #expect(try library.resolve(folder.path + "/stamps-1") == library.session("stamps-1"))
      #expect(throws: StoreError.ambiguous("clo", names: ["clothes-1", "clothes-12"])) {
        try library.resolve("clo")
      }
      for (text, near) in [("stomps-1", "stamps-1"), ("no-session", nil), ("", nil)] {
        #expect(throws: StoreError.notFound(text, folder: folder.path, near: near)) {
          try library.resolve(text)
        }
      }
    }
  }

  @Test("A broken session is listed as such and hides no other")
  func broken() async throws {
    try await withTemporaryFolder { folder in
      let library = SessionLibrary(folder: folder)
      let recipe = try Recipe(toml: idxText)
      for (number, name) in ["old", "new"].enumerated() {
        let session = try library.create(for: recipe, name: name)
        let began = Date(timeIntervalSince1970: Double(number))
        _ = try SessionStore(creating: session, recipe: recipe, started: began)
      }
      let bad = try library.create(for: recipe, name: "bad")
      try Data("nonsense".utf8).write(to: bad.database)

      let listing = library.listing()
      #expect(listing.sessions.map(\.name) == ["new", "old"])
      #expect(listing.broken.map(\.name) == ["bad"])
      #expect(SessionLibrary(folder: URL(filePath: "/nowhere")).listing().sessions.isEmpty)
    }
  }

  @Test("A recipe that this version cannot read does not hide the session's detail")
  func foreignRecipe() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let queue = try DatabaseQueue(path: store.folder.database.path)
      try await queue.write { db in
        try db.execute(sql: "UPDATE session SET recipe = '[new]\nkey = [1, 2]'")
      }

      #expect(try SessionReader(store.folder).detail().recipe == ["new.key": "1, 2"])
    }
  }
}
