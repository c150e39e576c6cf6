import Testing
import ThawProtocol

@testable import ThawDashboard

@Suite("Comparisons in print")
struct ComparisonReportTests {
  private func history(_ name: String, train method: String, accuracy: Double?) -> SessionHistory {
    var recipe = Fixture.recipe
    recipe["method.train"] = method
    var history = Fixture.history(name: name, steps: 600, state: .finished, recipe: recipe)
    history.detail.summary.metrics = [:]
    if let accuracy {
      history.detail.summary.metrics[MetricName.validationAccuracy] = MetricSummary(
        last: accuracy, best: accuracy, count: 1)
    }
    return history
  }

  @Test(
    "Aligned, it says each session's step of the moment, and that cost counts from the beginning")
  func aligned() {
    let steered = history("steered", train: "head", accuracy: 0.8)
    var plain = history("plain", train: "head", accuracy: 0.7)
    plain.detail.journal = []
    let report = ComparisonReport(of: [plain, steered], alignment: .thaw)
    #expect(
      report.markdown.contains(
        """
        | aligned at | plain (baseline) | steered |
        |---|---|---|
        | first thaw | has no thaw | step 300 |
        """), "\(report.markdown)")
    #expect(report.text.contains("\ncost to reach, from the beginning  "), "\(report.text)")
    #expect(
      CompareView.against(report.comparison) == "against 1 plain, not drawn: it has no thaw")
    let whole = ComparisonReport(of: [plain, steered])
    #expect(!whole.text.contains("aligned at") && !whole.text.contains("from the beginning"))
    #expect(CompareView.against(whole.comparison) == "against 1 plain")
  }

  @Test("Grouped, it says who is in which group, and their mean of those that have a value")
  func grouped() {
    let report = ComparisonReport(
      of: [
        history("a", train: "head", accuracy: 0.8), history("b", train: "head", accuracy: 0.84),
        history("c", train: "head", accuracy: nil), history("d", train: "all", accuracy: 0.9),
      ], grouping: .by("method.train"))
    let mean = "82.0 % ± 2.8 (80.0 %–84.0 %) 2 of 3"
    #expect(
      report.markdown.contains(
        """
        | groups, mean ± deviation (range) | a (baseline) | b | c | d |
        |---|---|---|---|---|
        | group | A head ×3 | A head ×3 | A head ×3 | B d |
        | val/accuracy | \(mean) | \(mean) | \(mean) | 90.0 % |

        of best values; of train/, and where none is better, of the last
        """), "\(report.markdown)")
    #expect(report.text.contains("\n(of best values; of train/"), "\(report.text)")
  }

  @Test("Seed noise is in the unit of its mean, and it is said how it is computed")
  func noise() {
    let report = ComparisonReport(
      of: [0.80, 0.82, 0.84].enumerated().map { seed, accuracy in
        var history = history("r\(seed)", train: "head", accuracy: accuracy)
        history.detail.recipe["run.seed"] = "\(seed)"
        return history
      })
    let mean = "82.0 % ± 2.0"
    #expect(
      report.markdown.contains(
        """
        | val/accuracy | \(mean) | \(mean) | \(mean) |

        beyond Student's t(0.975) s √(1/n + 1/m); s: pooled deviation, n, m: group sizes
        """), "\(report.markdown)")
    #expect(report.text.contains("n, m: group sizes)"), "\(report.text)")
  }
}
