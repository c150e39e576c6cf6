import ThawCanvas
public import ThawProtocol

/// A comparison to read elsewhere: as plain text, as Markdown, and as a page of its own.
public struct ComparisonReport {
  /// What distinguishes the sessions.
  public let comparison: Comparison
  let sessions: [ComparedSession]
  let grouping: Grouping?

  /// Compares sessions.
  ///
  /// - Parameters:
  ///   - histories: Two or more, with the drift of their rows.
  ///   - baseline: The place of the one that the others are measured against.
  ///   - targets: Values to reach, by metric; the usual ones for other metrics.
  ///   - alignment: What steps are counted from; nil for the sessions' beginnings.
  ///   - grouping: What makes groups that are shown as their means; nil for none.
  public init(
    of histories: [SessionHistory], baseline: Int = 0, targets: [String: Double] = [:],
    alignment: AlignmentMark? = nil, grouping: Grouping? = nil
  ) {
    comparison = Comparison(
      of: histories, baseline: baseline, targets: targets, alignment: alignment, grouping: grouping)
    self.grouping = grouping
    sessions = histories.map(ComparedSession.init)
  }

  /// All tables in aligned columns, each with what there is to say of it below.
  public var text: String {
    sections.map { section in
      let lines = lines(of: section)
      let widths = lines.reduce(into: [Int]()) { widths, line in
        for (column, cell) in line.enumerated() {
          if column == widths.count { widths.append(0) }
          widths[column] = max(widths[column], cell.columns)
        }
      }
      return lines.map { line in
        let padded = zip(line, widths).map { cell, width in
          cell + String(repeating: " ", count: width - cell.columns)
        }
        var text = padded.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
      }.joined(separator: "\n") + (section.detail.isEmpty ? "" : "\n(\(section.detail))")
    }.joined(separator: "\n\n")
  }

  /// All tables as Markdown's, each with what there is to say of it below.
  public var markdown: String {
    sections.map { section in
      let lines = lines(of: section).map { line in
        "| " + line.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
      }
      let rule = "|" + String(repeating: "---|", count: sessions.count + 1)
      return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
        + (section.detail.isEmpty ? "" : "\n\n\(section.detail)")
    }.joined(separator: "\n\n")
  }

  var sections: [CompareSection] {
    CompareSection.all(comparison, metric: "", isNarrow: false).filter { !$0.entries.isEmpty }
  }

  /// A table's lines, the first being its heading.
  private func lines(of section: CompareSection) -> [[String]] {
    let names = comparison.sessions.enumerated().map { index, name in
      index == comparison.baseline ? "\(name) (baseline)" : name
    }
    return [[section.title] + names]
      + section.entries.map { entry in
        [entry.label]
          + entry.cells.map { cell in
            guard let cell else { return "–" }
            return cell.note.isEmpty ? cell.value : "\(cell.value) \(cell.note)"
          }
      }
  }
}
