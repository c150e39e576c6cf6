import ThawCanvas
import ThawProtocol

/// A column of the list of sessions: a field of theirs.
struct SessionColumn: Equatable {
  let field: String
  let title: String
  /// Columns it takes; the first has what the others leave.
  private(set) var width: Int
  let isNumeric: Bool

  /// The columns that fit, from left to right; the name stays to the last.
  static func fitting(
    _ width: Int, _ arrangement: SessionArrangement, _ sessions: [SessionSummary]
  ) -> [SessionColumn] {
    var columns = arrangement.shownColumns.map { SessionColumn($0, sessions) }
    func needed() -> Int { 1 + columns.count + columns.reduce(0) { $0 + $1.width } }
    // The usual ones in the order of their worth; of chosen ones the last goes first.
    let worth =
      arrangement.columns.isEmpty
      ? ["started", MetricName.validationLoss, "step", MetricName.validationAccuracy, "state"]
      : arrangement.columns.reversed().dropLast()
    for field in worth where needed() > width { columns.removeAll { $0.field == field } }
    let free = max(1, width - needed() + columns[0].width)
    columns[0].width = arrangement.group == nil ? min(free, nameWidth(of: sessions)) : free
    return columns
  }

  /// What names, stars and tags take, so that the eye finds what is beside them.
  private static func nameWidth(of sessions: [SessionSummary]) -> Int {
    // Bytes are counted faster than columns, and are never fewer.
    let longest = sessions.lazy.map { session in
      let tags = session.labels.tags
      return session.name.utf8.count + (session.labels.isStarred ? 2 : 0)
        + (tags.isEmpty ? 0 : 1 + tags.reduce(0) { $0 + 1 + $1.utf8.count })
    }
    return max(16, (longest.max() ?? 0) + 2)
  }

  private init(_ field: String, _ sessions: [SessionSummary]) {
    self.field = field
    let values = sessions.compactMap { $0.value(of: field) }
    isNumeric = field == "step" || !values.isEmpty && values.allSatisfy { $0.number != nil }
    switch field {
    case "name": (title, width) = ("name", 16)
    case "state": (title, width) = ("state", 10)
    case "step":
      (title, width) = ("step", max(8, sessions.lazy.map { grouped($0.step).count }.max() ?? 0))
    case "started": (title, width) = ("started", 16)
    case MetricName.validationLoss: (title, width) = ("best val loss", 14)
    case MetricName.validationAccuracy: (title, width) = ("best val acc", 13)
    default:
      title = field
      let longest = sessions.lazy.compactMap { $0.value(of: field)?.text.columns }.max() ?? 0
      width = min(28, max(field.columns, isNumeric ? 9 : longest))
    }
  }

  var column: Table.Column {
    let isTrailing = isNumeric && field != "started" || field.hasPrefix("val/")
    return Table.Column(
      title, width: .length(width), alignment: isTrailing ? .trailing : .leading)
  }

  func cell(of session: SessionSummary, _ state: DashboardState, _ glyphs: Glyphs) -> Line {
    switch field {
    case "name":
      let labels = session.labels
      let star = labels.isStarred ? " \(glyphs.star)" : ""
      let name = session.name.shortened(to: width - star.columns, glyphs.ellipsis)
      var spans = [Span(name, labels.isArchived ? .muted : nil), Span(star, .accent)]
      if !labels.tags.isEmpty {
        spans.append(Span("  " + labels.tags.joined(separator: " "), .muted))
      }
      return Line(spans)
    case "state":
      let isWaiting = session.waiting != nil
      let condition = isWaiting ? .waiting : RunCondition(session.state)
      let word = isWaiting ? "waiting" : session.state.rawValue
      return Line([Span("\(condition.glyph(glyphs)) \(word)", condition.role)])
    case "step": return Line(grouped(session.step))
    case "started":
      return Line(printedDate(session.started, secondsFromGMT: state.secondsFromGMT), .muted)
    default:
      switch session.value(of: field) {
      case .number(let number)?: return Line(printed(number, of: metric))
      case .text(let text)?: return Line(text)
      case nil: return Line(String(glyphs.missing), .muted)
      }
    }
  }

  /// A group's mean, how many have a value where not all do, and deviation; empty where there is nothing to
  /// average.
  func cell(of group: SessionArrangement.Group) -> Line {
    guard !["step", "started", "state", "name"].contains(field),
      let spread = group.spread(of: field)
    else { return "" }
    let deviation = spread.deviation.map { " ±" + printedDeviation($0, of: metric) } ?? ""
    let count = group.sessions.count
    let mean =
      printed(spread.mean, of: metric) + (spread.count < count ? " \(spread.count)/\(count)" : "")
    return Line((mean + deviation).columns > width ? mean : mean + deviation, .accent)
  }

  /// The metric that tells how numbers are printed.
  private var metric: String {
    if StepField(field) != nil, let sign = field.lastIndex(of: "@") {
      return String(field[..<sign])
    }
    for suffix in [".last", ".best", ".count"] where field.hasSuffix(suffix) {
      return String(field.dropLast(suffix.count))
    }
    return field
  }
}

extension Glyphs {
  /// One of those that count.
  var star: Character { self == .unicode ? "★" : "*" }
}
