import Foundation
import Testing
import ThawProtocol

@Suite("Lists of sessions")
struct SessionFilterTests {
  private static let sessions = [
    session("demo-head", "head", accuracy: 0.85, loss: 0.5, step: 561),
    session("demo-all", "all", accuracy: 0.9, loss: 0.3, step: 561, tags: ["good", "long"]),
    session("photos-head", "head", accuracy: 0.88, loss: 0.48, step: 96, isArchived: true),
    session("broken", "all", accuracy: nil, loss: .nan, step: 0, state: .failed),
  ]

  private static func session(
    _ name: String, _ method: String, accuracy: Double?, loss: Double, step: Int,
    state: SessionState = .finished, tags: [String] = [], isArchived: Bool = false
  ) -> SessionSummary {
    var metrics = ["val/loss": MetricSummary(last: loss, best: loss.isNaN ? nil : loss, count: 1)]
    if let accuracy {
      metrics["val/accuracy"] = MetricSummary(last: accuracy - 0.1, best: accuracy, count: 3)
    }
    var summary = SessionSummary(
      name: name, state: state, step: step, started: Date(timeIntervalSince1970: 0),
      metrics: metrics)
    summary.recipe = ["method.train": method, "run.batch": "32"]
    for tag in tags { summary.labels.apply(.tag(tag)) }
    summary.labels.isArchived = isArchived
    return summary
  }

  @Test(
    "A filter lets through what it says",
    arguments: [
      ("", ["demo-head", "demo-all", "photos-head", "broken"]),
      ("HEAD", ["demo-head", "photos-head"]),
      ("^demo-(all|none)$", ["demo-all"]),
      ("!demo", ["photos-head", "broken"]),
      ("val.accuracy > 0.86", ["demo-all", "photos-head"]),
      ("val/accuracy>0.86 and method.train = \"head\"", ["photos-head"]),
      ("val.accuracy.last < 0.79", ["demo-head", "photos-head"]),
      ("val.accuracy.count = 3 and not name ~ '^demo'", ["photos-head"]),
      ("state = failed or step >= 500 and method.train != head", ["demo-all", "broken"]),
      ("(state = failed or step >= 500) and method.train != head", ["demo-all", "broken"]),
      ("not (state = failed or step<100)", ["demo-head", "demo-all"]),
      ("val.accuracy != 0.9", ["demo-head", "photos-head", "broken"]),
      ("val.loss < 1", ["demo-head", "demo-all", "photos-head"]),
      ("tags ~ good", ["demo-all"]),
      ("tags = long", ["demo-all"]),
      ("tags = lon", []),
      ("tags != good", ["demo-head", "photos-head", "broken"]),
      ("run.batch = 32.0 and archived = true", ["photos-head"]),
      ("nothing = 1", []),
    ])
  func accepts(text: String, names: [String]) throws {
    let filter = try SessionFilter(text)
    #expect(Self.sessions.filter(filter.test).map(\.name) == names)
  }

  @Test(
    "What is no filter is refused with what is missing",
    arguments: [
      ("val.accuracy >", "after “val.accuracy >” comes a value"),
      (
        "*scratch",
        "“*scratch” is no regular expression, where * repeats what stands before it; for any text "
          + "write .*: “.*scratch”"
      ),
      ("(scratch", "“(scratch” is no regular expression"),
      ("val.accuracy > 0.9 and", "a comparison is missing at the end"),
      ("(step > 1", "a “)” is missing"),
      ("step > 1 step", "“step” is not expected; write and, or, or the end"),
      ("= 3", "“=” is no field"),
      ("name = \"demo", "a quote \" is not closed"),
      ("name ~ '['", "“[” is no regular expression"),
      ("step and state = failed", "after “step” comes =, !=, <, <=, >, >= or ~"),
      ("demo[", "“demo[” is no regular expression"),
    ])
  func refuses(text: String, message: String) {
    #expect(throws: SessionFilterError.self) { try SessionFilter(text) }
    do { _ = try SessionFilter(text) } catch { #expect(error.message == message) }
  }

  @Test("Sessions are sorted, those without the field last; archived ones are left out")
  func sorting() {
    var arrangement = SessionArrangement()
    arrangement.sort = "val.accuracy"
    arrangement.isDescending = true
    func names() -> [String] { arrangement.arranged(Self.sessions).flatMap(\.sessions).map(\.name) }
    #expect(names() == ["demo-all", "demo-head", "broken"])
    arrangement.showsArchived = true
    arrangement.isDescending = false
    #expect(names() == ["demo-head", "photos-head", "demo-all", "broken"])
    arrangement.sort = "name"
    #expect(names() == ["broken", "demo-all", "demo-head", "photos-head"])
    arrangement.filter = "step >"
    #expect(names().count == 4)
  }

  @Test("Columns, sorts, groups and filters name metrics at steps")
  func stepFields() throws {
    var arrangement = SessionArrangement()
    arrangement.columns = ["name", "val.accuracy@500"]
    (arrangement.sort, arrangement.group) = ("val/loss@20", "method.train")
    arrangement.filter = "not (val.accuracy@7 > 0.5) and val.loss < 1 or train.loss@9 < 2"
    #expect(
      arrangement.stepFields.map(\.field).sorted()
        == ["train.loss@9", "val.accuracy@500", "val.accuracy@7", "val/loss@20"])
    let field = try #require(StepField("val/loss@20"))
    #expect(field.step == 20)
    #expect(field.metric(among: ["val/accuracy", "val/loss"]) == "val/loss")
    for text in ["val.loss", "val.loss@", "@5", "val.loss@x", "val.loss@-1"] {
      #expect(StepField(text) == nil, "\(text)")
    }
    var sessions = Self.sessions
    for (index, value) in [0.3, 0.1, 0.2].enumerated() {
      sessions[index].valuesAtSteps["val/loss@20"] = value
    }
    arrangement.filter = "val/loss@20 < 0.25"
    (arrangement.group, arrangement.showsArchived) = (nil, true)
    #expect(arrangement.arranged(sessions)[0].sessions.map(\.name) == ["demo-all", "photos-head"])
  }

  @Test("A metric is meant with dots or slashes; as it was logged goes first")
  func metricNames() {
    let names = ["val/accuracy", "val.accuracy", "row/blocks.9/drift"]
    #expect(MetricName.meant(by: "val.accuracy", among: names) == "val.accuracy")
    #expect(
      MetricName.meant(by: "val.accuracy", among: names.filter { $0 != "val.accuracy" }) == names[0]
    )
    #expect(MetricName.meant(by: "row.blocks.9.drift", among: names) == names[2])
    #expect(MetricName.meant(by: "accuracy", among: names) == nil)
  }

  @Test("A field is known where every session has it or any has a value of it")
  func fields() {
    let fields = SessionFields(of: Self.sessions)
    for field in [
      "name", "note", "starred", "archived", "val.accuracy", "val/loss.last", "method.train",
      "val.accuracy@500",
    ] {
      #expect(fields.contains(field), "\(field)")
    }
    for field in ["nope", "val.f1", "val.f1@500", "method", "val.loss.least"] {
      #expect(!fields.contains(field), "\(field)")
    }
    #expect(fields.names.suffix(4) == ["val/accuracy", "val/loss", "method.train", "run.batch"])
    var arrangement = SessionArrangement()
    arrangement.columns = ["name"]
    (arrangement.sort, arrangement.group) = ("val.loss", "method.train")
    arrangement.filter = "step > 1 or nope = 2"
    #expect(arrangement.fields == ["name", "val.loss", "method.train", "step", "nope"])
  }

  @Test("Groups have the mean, band and sample deviation of their numbers")
  func groups() throws {
    var arrangement = SessionArrangement()
    arrangement.group = "method.train"
    arrangement.showsArchived = true
    let groups = arrangement.arranged(Self.sessions)
    #expect(groups.map(\.value) == ["head", "all"])
    let head = try #require(groups[0].spread(of: "val.accuracy"))
    #expect(abs(head.mean - 0.865) < 1e-12)
    #expect(head.band == 0.85...0.88)
    // statistics.stdev([0.85, 0.88])
    #expect(abs((head.deviation ?? 0) - 0.0212132034) < 1e-9)
    #expect(groups[1].spread(of: "val.accuracy")?.count == 1)
    #expect(groups[1].spread(of: "val.accuracy")?.deviation == nil)
    #expect(groups[1].spread(of: "state") == nil)
  }

  @Test("An arrangement is kept and read back, and one with keys missing is as usual")
  func keeping() throws {
    var arrangement = SessionArrangement()
    arrangement.columns = ["name", "val/loss.last"]
    arrangement.group = "method.train"
    let data = try JSONEncoder().encode(arrangement)
    #expect(try JSONDecoder().decode(SessionArrangement.self, from: data) == arrangement)
    let empty = try JSONDecoder().decode(SessionArrangement.self, from: Data("{}".utf8))
    #expect(empty == SessionArrangement())
  }
}
