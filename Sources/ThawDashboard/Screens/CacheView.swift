import ThawCanvas
import ThawProtocol

/// What is kept of the outputs of the frozen prefix, and whether that pays.
struct CacheView: View {
  let status: CacheStatus

  /// How many lines it takes, its frame included.
  static let height = 6

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let inner = Panel("activation cache", detail: Line(place)).renderFrame(
      in: area, into: &buffer, context: context)
    let lines = lines
    for (index, line) in lines.prefix(inner.height).enumerated() {
      line.render(in: inner.row(index).inset(by: Insets(right: 1)), into: &buffer, context: context)
    }
  }

  private var place: String {
    guard let place = status.place else { return "" }
    return "\((status.bytes + (1 << 20) - 1) >> 20) MiB \(place.words)"
  }

  private var lines: [Line] {
    let rows = "first \(status.rows) row\(status.rows == 1 ? "" : "s")"
    var lines: [Line]
    switch status.stage {
    case .measuring: lines = [Line("\(rows): measuring whether it pays", .muted)]
    case .declined: lines = [Line("\(rows): computed every time", .warning)]
    case .keeping:
      lines = [
        Line(
          status.isComplete
            ? "\(rows): read, not computed" : "\(rows): \(percentage(status.share)) kept",
          status.isComplete ? .success : .accent)
      ]
    }
    if let reason = status.reason { lines.append(Line(reason, .muted)) }
    lines.append(
      "a batch: compute \(seconds(status.compute)), write \(seconds(status.write)), read \(seconds(status.read))"
    )
    if let payback = status.payback {
      lines.append(
        Line(
          "writing has paid after \(compactNumber(payback, digits: 2)) epochs of reading", .muted
        ))
    }
    return lines
  }

  private func seconds(_ seconds: Double?) -> String {
    seconds.map { "\(compactNumber($0 * 1000, digits: 2)) ms" } ?? "not yet known"
  }
}
