import Foundation
import ThawDashboard
import ThawProtocol

/// A session as text for a plain terminal.
enum SessionText {
  static func header(of detail: SessionDetail) -> String {
    let summary = detail.summary
    let started = Numbers.date(summary.started)
    let epoch = String(format: "%.2f", detail.epoch)
    // Of a failure the engine's last words follow, which say the same.
    let reason = summary.waiting ?? (summary.state == .failed ? nil : detail.reason)
    return """
      \(summary.name)  \(summary.stateText)\(reason.map { ", \($0)" } ?? "")
      step \(grouped(summary.step))/\(grouped(detail.totalSteps)) · epoch \(epoch) · started \(started)
      """ + (detail.origin.map { "\nimported from \($0)" } ?? "")
        + (detail.cache.map { "\n\($0.text)" } ?? "")
  }

  /// Star, tags and note; empty where nobody said anything.
  static func labels(of summary: SessionSummary) -> String {
    let labels = summary.labels
    return [
      labels.isStarred ? "★" : "", labels.isArchived ? "archived" : "",
      labels.tags.joined(separator: " "), labels.noteLine,
    ].filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// How the engine ended, its last words, and how to go on.
  static func ending(
    _ ending: EngineEnding, of detail: SessionDetail, at address: String
  ) -> String {
    let words = ending.lastWords.map { "  \($0)\n" }.joined()
    let how = detail.summary.state == .dead ? ending.text + "\n" : ""
    return how + words + detail.checkpoints.resuming(address)
  }

  static func metrics(of detail: SessionDetail) -> String {
    var table = TextTable(header: ["metric", "last", "best", "count"], rightAligned: [1, 2, 3])
    for (name, metric) in detail.summary.metrics.sorted(by: { $0.key < $1.key }) {
      table.add([
        name, Numbers.short(metric.last), metric.best.map(Numbers.short) ?? "–",
        "\(metric.count)",
      ])
    }
    return table.text
  }

  static func rows(of detail: SessionDetail) -> String {
    if detail.origin != nil { return "no layers: an imported session has curves only" }
    var table = TextTable(header: ["row", "parameters", "state", "proof"], rightAligned: [1])
    for row in detail.rows {
      let sign = row.state == .frozen ? "❄ frozen" : "● trainable"
      table.add([row.name, grouped(row.parameters), sign, proof(of: row)])
    }
    return table.text
  }

  /// When a frozen row was last found unchanged, bit for bit.
  private static func proof(of row: LayerRow) -> String {
    guard row.state == .frozen, let standing = row.standing else { return "" }
    if let tensor = standing.movedTensor { return "▲ \(tensor) changed" }
    return standing.provenStep.map { "✓ unchanged at step \(grouped($0))" } ?? ""
  }

  static func journal(of detail: SessionDetail) -> String {
    var table = TextTable(header: ["step", "command", "outcome"], rightAligned: [0])
    for (place, entry) in detail.journal.enumerated() {
      table.add([grouped(entry.step), entry.command, detail.outcomeText(at: place)])
    }
    return table.text
  }
}
