import ThawProtocol

extension DashboardState {
  mutating func pressInPalette(_ key: Key) -> [DashboardEffect] {
    guard case .palette(var palette) = overlay else { return [] }
    switch KeyTable.text.binding(for: key)?.intent {
    case .open: return enter(palette)
    case .back:
      overlay = nil
      return []
    case .nextPane(let distance):
      palette.complete(from: completions(of: palette.typed), by: distance)
    case .move(let distance): palette.recall(from: paletteHistory, by: distance)
    default:
      // An empty line has nothing left to delete but the palette itself.
      if key == .backspace, palette.field.text.isEmpty {
        overlay = nil
        return []
      }
      palette.edit(key)
    }
    overlay = .palette(palette)
    return []
  }

  /// Does what the line says, or shows below it what is wrong and lets it be mended.
  private mutating func enter(_ palette: PaletteState) -> [DashboardEffect] {
    let line = palette.field.text.trimmingPrefix { $0 == " " }
    guard !line.isEmpty else {
      overlay = nil
      return []
    }
    do throws(PaletteError) {
      let rows = run?.board.rows.map(\.name) ?? []
      let command = resolved(try PaletteCommand(parsing: String(line), rows: rows))
      if case .chart(let metric?) = command { try check(metric) }
      try check(command)
      if case .grid(let metrics) = command { for metric in metrics { try check(metric) } }
      if case .pin(let metric?) = command { try check(metric) }
      if case .engine = command, let refusal = commandRefusal {
        throw PaletteError(message: refusal)
      }
      if case .fork = command, let refusal = forkRefusal { throw PaletteError(message: refusal) }
      overlay = nil
      paletteHistory.removeAll { $0 == line }
      paletteHistory.append(String(line))
      return perform(command)
    } catch {
      var palette = palette
      palette.error = error.message
      overlay = .palette(palette)
      return []
    }
  }

  /// The command with metrics named as they were logged, also where dots were typed.
  private func resolved(_ command: PaletteCommand) -> PaletteCommand {
    func name(_ text: String, among names: [String]) -> String {
      MetricName.meant(by: text, among: names) ?? text
    }
    let logged = run?.curves.allNames ?? []
    return switch command {
    case .chart(let metric?): .chart(name(metric, among: logged))
    case .grid(let metrics): .grid(metrics.map { name($0, among: logged) })
    case .pin(let metric?): .pin(name(metric, among: logged))
    case .unpin(let metric?): .unpin(name(metric, among: logged))
    case .target(let metric?, let value):
      .target(metric: name(metric, among: compare.metrics), value)
    default: command
    }
  }

  private func check(_ metric: String) throws(PaletteError) {
    guard let curves = run?.curves else { throw PaletteError(message: "no session is open") }
    guard !curves.contains(ChartName(named: metric).metric) else { return }
    throw PaletteError(
      message: "no metric “\(metric)”; there are \(curves.names.joined(separator: ", "))")
  }

  /// Refuses what the screen at hand cannot show.
  private func check(_ command: PaletteCommand) throws(PaletteError) {
    switch command {
    case .axis(let axis) where !axes.contains(axis):
      throw PaletteError(
        message: "\(axis.title) is not known here; there are "
          + axes.map(\.rawValue).joined(separator: ", "))
    case .columns(let fields):
      let known = sessions.fields
      if let unknown = fields.first(where: { !known.contains($0) }) {
        throw PaletteError(message: "no session has “\(unknown)”; tab lists what there is")
      }
    case .align(let alignment?):
      if let refusal = comparisonRefusal { throw PaletteError(message: refusal) }
      guard !compare.has(alignment) else { return }
      throw PaletteError(message: "none of the compared sessions has a \(alignment.title)")
    case .group(let field?) where screen == .compare:
      if let refusal = comparisonRefusal { throw PaletteError(message: refusal) }
      guard let grouping = Grouping(field) else {
        throw PaletteError(message: "group takes seed, but:KEY, or a field of the sessions")
      }
      guard let fields = compare.sessions?.map({ $0.detail.value(of: grouping.field) }),
        fields.allSatisfy({ $0 == nil })
      else { return }
      throw PaletteError(message: "no compared session has “\(grouping.field)”")
    case .sort(let field?), .group(let field?):
      if !sessions.fields.contains(field) {
        throw PaletteError(message: "no session has “\(field)”; tab lists what there is")
      }
    case .unpin(let metric?) where !grid.pinned.contains(ChartName(named: metric)):
      throw PaletteError(message: "“\(metric)” is not pinned")
    case .pin, .unpin:
      if run == nil { throw PaletteError(message: "no session is open") }
    case .baseline(let name) where !compare.names.contains(name):
      throw PaletteError(
        message: compare.names.isEmpty
          ? noComparison
          : "“\(name)” is not compared; there are \(compare.names.joined(separator: ", "))")
    case .target(let metric, _):
      let wanted = metric ?? compare.metric
      let possible = compare.metrics.filter(Comparison.canBeReached)
      guard !possible.contains(wanted) else { return }
      throw PaletteError(
        message: "\(wanted) has no target; there are \(possible.joined(separator: ", "))")
    default: break
    }
  }

  private var comparisonRefusal: String? {
    compare.comparison == nil ? noComparison : nil
  }

  private mutating func perform(_ command: PaletteCommand) -> [DashboardEffect] {
    switch command {
    case .engine(let command): return send(command, rows: rowNames(of: command))
    case .theme(nil): return [.cycleTheme]
    case .theme(let name?): return [.setTheme(name)]
    case .open(let session): return attach(session)
    case .compare(let names): return startComparison(of: names)
    case .sort(let field):
      sessions.rearrange { $0.sort(by: field) }
    case .columns(let fields): sessions.rearrange { $0.columns = fields }
    case .group(let field) where screen == .compare: compare.group(field.flatMap(Grouping.init(_:)))
    case .group(let field): sessions.rearrange { $0.group = field }
    case .align(let alignment): compare.align(at: alignment)
    case .tag(let word): return label { _ in .tag(word) }
    case .untag(let word): return label { _ in .untag(word) }
    case .note(let text): return label { _ in .note(text) }
    case .baseline(let name):
      compare.pinBaseline(name)
      sessions.markFirst(name)
    case .target(let metric, let value): compare.setTarget(value, of: metric ?? compare.metric)
    case .smoothing(let weight): editPlot { $0.smoothing = weight }
    case .axis(let axis): editPlot { $0.axis = axis }
    case .chart(let metric): return openChart(metric)
    case .grid(let metrics):
      let effects = screen == .live ? [] : show(.live)
      setGrid(metrics)
      return effects
    case .pin(let metric): pin(metric, true)
    case .unpin(let metric): pin(metric, false)
    case .fork(let step, let commands): return fork(at: step, commands)
    case .intent(let intent): return perform(intent)
    }
    return []
  }

  /// Shows a metric large in the place of the chart that has the keys.
  private mutating func openChart(_ metric: String?) -> [DashboardEffect] {
    let effects = screen == .live ? [] : show(.live)
    focusCharts()
    if let metric {
      isChartEnlarged = grid.open(ChartName(named: metric))
      if !isChartEnlarged { toast(.information, allPinned) }
    } else {
      grid.show(ChartGrid().charts)
      isChartEnlarged = false
    }
    return effects
  }
}
