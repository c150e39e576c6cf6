import ThawCanvas
import ThawProtocol

/// Who trained when as a picture: a band for each session, in it a line for each layer, over the same steps.
struct ReportTimelines {
  let sessions: [ComparedSession]
  let comparison: Comparison

  private let left = 170.0
  private let width = 1_000.0
  private let gap = 26.0

  /// The picture; nil where no session has layers.
  var element: String? {
    let ends = sessions.enumerated().compactMap { index, session -> (first: Int, last: Int)? in
      guard let origin = origin(of: index), let last = session.timeline.stretches.last else {
        return nil
      }
      return (-origin, last.steps.upperBound - origin)
    }
    guard let first = ends.map(\.first).min(), let last = ends.map(\.last).max(), last > first
    else {
      return nil
    }
    let scale = Scale(.linear, over: Double(first)...Double(last))
    var y = 8.0
    var parts: [String] = []
    for (index, session) in sessions.enumerated() where !session.timeline.rows.isEmpty {
      guard let origin = origin(of: index) else { continue }
      parts.append(band(session, color: index, from: origin, y, scale))
      y += height(of: session) + gap
    }
    let format: AxisFormat = comparison.alignment == nil ? .count : .signed(.count)
    for tick in scale.ticks(10, format: format) {
      guard let x = x(tick.value, scale) else { continue }
      parts.append(
        #"<text x="\#(decimal(x))" y="\#(decimal(y))" class="tick middle">\#(tick.label)</text>"#)
    }
    let total = (whole: left + width + 20, height: y + 8)
    return #"<svg xmlns="http://www.w3.org/2000/svg" class="chart timelines" "#
      + #"viewBox="0 0 \#(decimal(total.whole)) \#(decimal(total.height))" role="img" "#
      + #"aria-label="who trained when">"# + parts.joined(separator: "\n") + "</svg>"
  }

  private func x(_ step: Double, _ scale: Scale) -> Double? {
    scale.position(of: step).map { left + $0 * width }
  }

  private func lineHeight(_ session: ComparedSession) -> Double {
    session.timeline.rows.count > 24 ? 3 : 5
  }

  private func height(of session: ComparedSession) -> Double {
    Double(session.timeline.rows.count) * lineHeight(session)
  }

  /// The step that a session's steps are counted from; nil where it lacks that moment.
  private func origin(of session: Int) -> Int? {
    guard let alignment = comparison.alignment else { return 0 }
    return alignment.steps[session]
  }

  private func band(
    _ session: ComparedSession, color: Int, from origin: Int, _ top: Double, _ scale: Scale
  ) -> String {
    let fork = comparison.forks.first { $0.session == color }
    let start = fork?.step ?? 0
    let step = lineHeight(session)
    let name = escaped(session.detail.summary.name)
    var parts = [
      #"<text x="\#(decimal(left - 12))" y="\#(decimal(top + height(of: session) / 2 + 4))" "#
        + #"class="name end t\#(color % 8)">\#(name)</text>"#
    ]
    for (row, rowName) in session.timeline.rows.enumerated() {
      for stretch in session.timeline.stretches where stretch.steps.upperBound > start {
        // What comes before the fork is its trunk's, and in the trunk's band.
        guard let from = x(Double(max(start, stretch.steps.lowerBound) - origin), scale),
          let to = x(Double(stretch.steps.upperBound - origin), scale)
        else { continue }
        let trains = stretch.trainable.contains(row)
        let said =
          "\(rowName) \(trains ? "trained" : "frozen"), steps "
          + "\(grouped(stretch.steps.lowerBound)) to \(grouped(stretch.steps.upperBound))"
        parts.append(
          #"<rect x="\#(decimal(from))" y="\#(decimal(top + Double(row) * step))" "#
            + #"width="\#(decimal(max(0.5, to - from)))" height="\#(decimal(step - 1))" "#
            + #"class="\#(trains ? "b\(color % 8)" : "still")"><title>\#(escaped(said))</title></rect>"#
        )
      }
    }
    let journal = session.detail.journal.filter { $0.step > start || fork == nil }
    var marks = plotMarks(journal: journal) { Double($0 - origin) }
    if let fork {
      let said = "leaves \(comparison.sessions[fork.trunk]) at step \(grouped(fork.step))"
      marks.append(PlotMark(x: Double(fork.step - origin), kind: .fork, label: said))
    }
    for mark in marks {
      guard let x = x(mark.x, scale) else { continue }
      parts.append(
        #"<text x="\#(decimal(x))" y="\#(decimal(top + height(of: session) + 12))" "#
          + #"class="tick middle">\#(mark.sign)<title>\#(escaped(mark.said))</title></text>"#)
    }
    return parts.joined(separator: "\n")
  }
}

extension PlotMark {
  /// Its sign in a picture.
  var sign: Character { kind.glyph(.unicode) }

  /// What happened, in words.
  var said: String {
    let verb =
      switch kind {
      case .freeze: "freeze "
      case .thaw: "thaw "
      case .checkpoint: "checkpoint "
      case .alarm, .note, .fork: ""
      }
    guard kind != .fork else { return label }
    return "\(verb)\(label) at \(compactNumber(x, digits: 6))"
  }
}
