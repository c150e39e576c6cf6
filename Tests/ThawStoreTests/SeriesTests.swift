import Foundation
import Testing
import ThawProtocol
import ThawStore
import ThawTestSupport

@Suite("Metric series")
struct SeriesTests {
  @Test("Values come back as they were logged, from rows and from blocks", arguments: [10, 10_000])
  func roundTrip(count: Int) async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let special: [Double] = [.nan, .infinity, -.infinity, 0.1, 1e300]
      let records = (1...count).map { record($0, ["a": special[$0 % 5], "b": Double($0)]) }
      for start in stride(from: 0, to: count, by: 700) {
        try store.append(Array(records[start..<min(start + 700, count)]))
      }

      let reader = try SessionReader(store.folder)
      let points = try reader.points(of: "a")
      #expect(points.map(\.step) == records.map(\.step))
      #expect(points.map(\.epoch) == records.map(\.epoch))
      #expect(points.map(\.time) == records.map(\.time))
      #expect(points.map { "\($0.value)" } == records.map { "\($0.values["a"] ?? 0)" })
      #expect(try reader.metricNames() == ["a", "b"])
    }
  }

  @Test("A short curve is its points, NaN among them")
  func short() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let records = [record(1, ["a": 3]), record(2, ["a": .nan]), record(5, ["b": 1, "a": 2])]
      try store.append(records)

      let series = try SessionReader(store.folder).series("a", buckets: 3)
      #expect(series.map(\.step) == [1, 2, 5])
      #expect(series.map(\.nonFinite) == [0, 1, 0])
      #expect(series.map(\.count) == [1, 1, 1])
      #expect(series[2].minimum == 2 && series[2].maximum == 2 && series[2].mean == 2)
    }
  }

  @Test("The value at a step is the newest by then; a listing has it where the session came so far")
  func atStep() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      let records = (1...9_000).map { step in
        record(
          step,
          step.isMultiple(of: 100)
            ? ["a": Double(step), "val/x": step == 8_800 ? .nan : -Double(step)]
            : ["a": Double(step)])
      }
      try store.append(records)
      try store.setPhase(.finished, step: 9_000)
      let reader = try SessionReader(store.folder)
      for step in [1, 99, 4_095, 4_096, 4_097, 8_999, 9_000, 20_000] {
        #expect(try reader.value(of: "a", atStep: step) == Double(min(step, 9_000)), "\(step)")
      }
      #expect(try reader.value(of: "val/x", atStep: 250) == -200)
      #expect(try reader.value(of: "val/x", atStep: 99) == nil)
      #expect(try reader.value(of: "val/x", atStep: 8_850)?.isNaN == true)
      #expect(try reader.value(of: "b", atStep: 10) == nil)

      let library = SessionLibrary(folder: folder)
      let fields = Set(["val.x@250", "a@9001", "b@3", "val.x@8850"].compactMap(StepField.init))
      let line = try #require(library.adding(fields, to: library.listing().sessions).first)
      #expect(line.valuesAtSteps.keys.sorted() == ["val.x@250", "val.x@8850"])
      #expect(line.value(of: "val.x@250") == .number(-200))
    }
  }

  @Test("A metric that was never logged has no points, and empty sessions no metrics")
  func nothing() async throws {
    try await withTemporaryFolder { folder in
      let reader = try SessionReader(try newStore(folder).folder)

      #expect(try reader.series("train/loss", buckets: 100).isEmpty)
      #expect(try reader.points(of: "train/loss").isEmpty)
      #expect(try reader.metricNames().isEmpty)
    }
  }

  @Test("A spike, a NaN and all counts survive any zoom of a long run")
  func zoom() async throws {
    try await withTemporaryFolder { folder in
      let count = 200_000
      let store = try newStore(folder)
      func value(_ step: Int) -> Double {
        switch step {
        case 123_457: 1000
        case 88_888: -1000
        case 150_001: .nan
        default: Double(step % 97)
        }
      }
      for start in stride(from: 0, to: count, by: 20_000) {
        try store.append(
          (start..<start + 20_000).map { step in
            var values = ["loss": value(step)]
            if step % 50 == 0 { values["val"] = value(step) }
            return record(step, values)
          })
      }

      let reader = try SessionReader(store.folder)
      for buckets in [1, 7, 300] {
        for steps in [
          nil, 0...199_999, 50_000...199_998, 123_457...123_457, 88_888...123_457, 4095...4097,
          150_001...150_001, 100_001...191_999, 199_000...500_000,
        ] {
          let series = try reader.series("loss", steps: steps, buckets: buckets)
          let wanted = Array(steps?.clamped(to: 0...199_999) ?? 0...199_999)
          let finite = wanted.map(value).filter(\.isFinite)
          #expect(series.count <= buckets)
          #expect(series.reduce(0) { $0 + $1.count } == wanted.count)
          #expect(series.reduce(0) { $0 + $1.nonFinite } == wanted.count - finite.count)
          #expect(series.filter { !$0.isEmpty }.map(\.minimum).min() == finite.min())
          #expect(series.filter { !$0.isEmpty }.map(\.maximum).max() == finite.max())
          #expect(series.first?.step == wanted.first && series.last?.lastStep == wanted.last)
          #expect(zip(series, series.dropFirst()).allSatisfy { $0.lastStep < $1.step })
        }
      }
      let sparse = try reader.series("val", buckets: 40)
      #expect(sparse.reduce(0) { $0 + $1.count } == 4000)
      #expect(try reader.points(of: "val").map(\.step) == Array(stride(from: 0, to: count, by: 50)))
      let whole = try #require(try reader.series("loss", buckets: 1).first)
      let finite = (0..<count).map(value).filter(\.isFinite)
      let mean = finite.reduce(0, +) / Double(finite.count)
      #expect(abs(whole.mean - mean) < 1e-9 * mean)
    }
  }

  @Test("Wide zooms stay sharp: nearly every column of a long curve has a stretch")
  func sharp() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      for start in stride(from: 0, to: 120_000, by: 20_000) {
        try store.append((start..<start + 20_000).map { record($0, ["loss": Double($0)]) })
      }
      let reader = try SessionReader(store.folder)

      for buckets in [40, 160, 400] {
        #expect(try reader.series("loss", buckets: buckets).count >= buckets * 9 / 10)
      }
    }
  }

  @Test("Several metrics are read from one state")
  func several() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append((1...50).map { record($0, ["a": 1, "b": 2]) })

      let series = try SessionReader(store.folder).series(["a", "b", "none"], buckets: 100)
      #expect(series.mapValues(\.count) == ["a": 50, "b": 50])
    }
  }

  @Test("CSV is long form, by metric and step, exact")
  func csv() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      try store.append([
        record(1, ["train/loss": 0.1, "x,\"y\"": 1]), record(2, ["train/loss": .nan]),
        record(3, ["train/loss": -.infinity]),
      ])
      var text = ""
      try SessionReader(store.folder).exportCSV { text += $0 }

      #expect(
        text == """
          metric,step,epoch,time,value
          train/loss,1,\(1.0 / 300),1.25,0.1
          train/loss,2,\(2.0 / 300),2.5,NaN
          train/loss,3,0.01,3.75,-Infinity
          "x,""y""\",1,\(1.0 / 300),1.25,1.0

          """)
    }
  }

  @Test("An error of the one who takes the CSV reaches the caller as it is")
  func csvError() async throws {
    struct Gone: Error {}
    try await withTemporaryFolder { folder in
      let reader = try SessionReader(try newStore(folder).folder)

      #expect(throws: Gone.self) { try reader.exportCSV { _ in throw Gone() } }
    }
  }

  @Test("The long-run format takes at most 12 bytes a value")
  func size() async throws {
    try await withTemporaryFolder { folder in
      let store = try newStore(folder)
      var generator = SeededGenerator(seed: 8)
      var time = 0.0
      for start in stride(from: 0, to: 20_480, by: 4096) {
        try store.append(
          (start..<start + 4096).map { step in
            time += Double.random(in: 0.05...0.06, using: &generator)
            let values = ["a", "b", "c", "d", "e"].map {
              ($0, Double(Float.random(in: 0...3, using: &generator)))
            }
            return record(step, Dictionary(uniqueKeysWithValues: values), time: time)
          })
      }
      try store.setPhase(.finished, step: 20_479)
      try store.close()

      let bytes = try FileManager.default.attributesOfItem(atPath: store.folder.database.path)[
        .size]
      #expect(try #require(bytes as? Int) < 20_480 * 5 * 12)
    }
  }
}
