import Foundation
import Synchronization
import Testing
import ThawData
import ThawModels
import ThawProtocol
import ThawTestSupport

@testable import ThawEngine

@Suite("Checkpoint folder") struct CheckpointFolderTests {
  private struct Failure: Error {}

  private final class Flag: Sendable { let isSet = Atomic(false) }

  private var state: CheckpointState {
    CheckpointState(
      step: 7, epoch: 0.5, position: DataPosition(epoch: 0, batch: 7), seed: 3, samples: 112,
      batch: 8, classes: ["cat", "dog"],
      mask: FreezeMask(names: ["stem", "head"], trainable: [1]), scheduleScale: 0.25,
      journalEntries: 2, time: 1.5)
  }

  private func entries(of folder: CheckpointFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  @Test("A checkpoint appears whole, under its step, with its size")
  func write() async throws {
    try await withTemporaryFolder { session in
      let folder = CheckpointFolder(session: session)

      let info = try folder.write(step: 12) { place in
        try Data("abc".utf8).write(to: place.appending(path: "a"))
        try Data("de".utf8).write(to: place.appending(path: "b"))
        #expect(place.lastPathComponent != "step-12")
      }

      #expect(info == CheckpointInfo(step: 12, folder: "step-12", bytes: 5))
      #expect(try entries(of: folder) == ["step-12"])
    }
  }

  @Test("A write that fails leaves nothing behind and the older one of the same step in place")
  func failure() async throws {
    try await withTemporaryFolder { session in
      let folder = CheckpointFolder(session: session)
      _ = try folder.write(step: 12) { try Data("old".utf8).write(to: $0.appending(path: "a")) }

      #expect(throws: Failure.self) {
        try folder.write(step: 12) { place in
          try Data("new".utf8).write(to: place.appending(path: "a"))
          throw Failure()
        }
      }

      #expect(try entries(of: folder) == ["step-12"])
      #expect(try Data(contentsOf: folder.url.appending(path: "step-12/a")) == Data("old".utf8))
    }
  }

  @Test("While one replaces another of its step, there is a whole one at every moment")
  func replacing() async throws {
    try await withTemporaryFolder { session in
      let folder = CheckpointFolder(session: session)
      func write(_ number: Int) throws {
        _ = try folder.write(step: 12) {
          try Data("\(number)".utf8).write(to: $0.appending(path: "a"))
        }
      }
      try write(0)
      let file = folder.url.appending(path: "step-12/a").path
      let done = Flag()
      let misses = await withTaskGroup(of: Int.self) { group in
        group.addTask {
          var misses = 0
          while !done.isSet.load(ordering: .relaxed) { misses += access(file, R_OK) == 0 ? 0 : 1 }
          return misses
        }
        for number in 1...50 { try? write(number) }
        done.isSet.store(true, ordering: .relaxed)
        return await group.next()
      }
      #expect(misses == 0)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "50")
      #expect(try entries(of: folder) == ["step-12"])
    }
  }

  @Test(
    "On a full disk a checkpoint fails as such, with those before it whole and nothing half-written",
    .enabled(if: SmallDisk.isPossible, Comment(rawValue: SmallDisk.refusal)))
  func fullDisk() async throws {
    try await withSmallDisk(bytes: 1 << 20) { session in
      let folder = CheckpointFolder(session: session)
      let write = { (place: URL) in
        let tensor = StoredTensor(
          name: "weight", shape: [40_000], type: .float32, data: Data(count: 160_000))
        try SafetensorsFile.write([tensor], to: place.appending(path: "model.safetensors"))
        try Data(count: 20_000).write(to: place.appending(path: "state.json"))
      }
      _ = try folder.write(step: 1, write)
      let whole = try Data(contentsOf: folder.url.appending(path: "step-1/model.safetensors"))
      // Room for nothing, for a part of the first file, and for all of it but not for the second.
      for room in [0, 100_000, 175_000] {
        let ballast = try fillDisk(session, allBut: room)
        let error = try #require(throws: CheckpointError.self) { try folder.write(step: 2, write) }
        #expect("\(error)".contains("checkpoints/step-2"), "\(error)")
        #expect("\(error)".contains("the disk is full"), "\(error)")
        #expect(try entries(of: folder) == ["step-1"])
        try FileManager.default.removeItem(at: ballast)
      }
      #expect(try folder.write(step: 2, write).step == 2)
      #expect(
        try Data(contentsOf: folder.url.appending(path: "step-1/model.safetensors")) == whole)
    }
  }

  @Test("A second checkpoint of a step takes the place of the first")
  func replace() async throws {
    try await withTemporaryFolder { session in
      let folder = CheckpointFolder(session: session)
      for text in ["old", "new"] {
        _ = try folder.write(step: 3) { try Data(text.utf8).write(to: $0.appending(path: "a")) }
      }

      #expect(try entries(of: folder) == ["step-3"])
      #expect(try Data(contentsOf: folder.url.appending(path: "step-3/a")) == Data("new".utf8))
    }
  }

  @Test("State survives its file")
  func state() async throws {
    try await withTemporaryFolder { folder in
      try JSONEncoder.thaw.encode(state).write(to: folder.appending(path: "state.json"))

      #expect(try CheckpointState.read(from: folder) == state)
    }
  }

  @Test("A missing, a broken and a later state file are told apart by message")
  func badState() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "state.json")
      #expect(throws: CheckpointError.self) { try CheckpointState.read(from: folder) }

      var later = state
      later.format = 2
      for (contents, reason) in [
        (Data("{".utf8), "it is damaged"), (Data(#"{"format": 1}"#.utf8), "it lacks “step”"),
        (try JSONEncoder.thaw.encode(later), "it has form 2 and this version reads form 1"),
      ] {
        try contents.write(to: file)
        #expect(throws: CheckpointError.unreadable(file.path, reason: reason)) {
          try CheckpointState.read(from: folder)
        }
      }
    }
  }

  @Test("A checkpoint of other rows, seed, data or batch is refused")
  func mismatch() throws {
    try state.check(rows: ["stem", "head"], seed: 3, samples: 112, batch: 8)

    #expect(
      throws: CheckpointError.mismatch(what: "training samples", checkpoint: "112", run: "90")
    ) {
      try state.check(rows: ["stem", "head"], seed: 3, samples: 90, batch: 8)
    }
    #expect(throws: CheckpointError.self) {
      try state.check(rows: ["stem"], seed: 3, samples: 112, batch: 8)
    }
    #expect(throws: CheckpointError.self) {
      try state.check(rows: ["stem", "head"], seed: 4, samples: 112, batch: 8)
    }
    #expect(throws: CheckpointError.self) {
      try state.check(rows: ["stem", "head"], seed: 3, samples: 112, batch: 4)
    }
  }
}
