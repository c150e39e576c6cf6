import ThawProtocol

extension KeyTable {
  static let live = KeyTable(title: "Live", bindings: rows + charts + panes)

  static let layers = KeyTable(
    title: "Layers",
    bindings: rows + [
      KeyBinding(["j", .down], .move(by: 1), help: "next layer"),
      KeyBinding(["k", .up], .move(by: -1), help: "previous layer"),
      KeyBinding(
        [.enter], .toggleTensors, "tensors",
        help: "list this layer's tensors below it, or no longer",
        refusal: lacksRows),
      KeyBinding(
        ["/"], .openFilter, "filter",
        help: "show only layers whose name has a text, or matches a regex"),
    ])

  private static let rows = [
    KeyBinding(
      [" "], .toggleRows, help: "freeze or thaw the marked layers, or the cursor's",
      labelled: { $0.toggleGoal == .trainable ? "thaw" : "freeze" }, refusal: refusesRows),
    KeyBinding(
      ["v"], .markRange, help: "begin a range of marks, move, and end it",
      labelled: { $0.run?.board.rangeStart == nil ? nil : "end range" }, refusal: lacksRows),
    KeyBinding(
      ["V"], .markGroup, help: "mark the layers named like this one but for numbers",
      refusal: lacksRows),
    KeyBinding(
      ["A"], .markHint, help: "mark the layers that Auto-RGN would hardly move; a hint",
      refusal: lacksRows),
    KeyBinding(
      ["s"], .cycleOrder, help: "order layers by network, gradient, update, drift, cost, size",
      refusal: lacksRows),
    KeyBinding(
      ["["], .freezeBelow, help: "freeze all layers nearer the input",
      refusal: refusesRows),
    KeyBinding(
      ["]"], .thawAbove, help: "thaw this layer and all nearer the output",
      refusal: refusesRows),
    KeyBinding(
      ["p"], .togglePause, help: "pause or resume training",
      labelled: { $0.run?.phase == .paused ? "resume" : "pause" }, refusal: \.commandRefusal),
    KeyBinding(
      ["z"], .undo, help: "undo: back to before the last freeze, thaw or rate, training and all",
      labelled: { $0.run?.canUndo == true ? "undo" : nil },
      refusal: \.commandRefusal),
    KeyBinding(
      ["Z"], .redo, help: "redo: to where undo was pressed",
      labelled: { $0.run?.canRedo == true ? "redo" : nil }, refusal: \.commandRefusal),
    KeyBinding(
      ["."], .stepOnce, help: "train one step, then pause",
      labelled: { $0.run?.phase == .paused ? "one step" : nil }, refusal: \.commandRefusal),
    KeyBinding(
      ["c"], .checkpoint, "checkpoint", help: "write a checkpoint now", refusal: \.commandRefusal),
    KeyBinding(
      ["e"], .evaluate, "evaluate", help: "measure the validation split now",
      refusal: \.commandRefusal),
    KeyBinding(
      ["F"], .fork, help: "fork: a new session that goes its own way from here, or the crosshair",
      refusal: \.forkRefusal),
  ]

  private static let charts = [
    KeyBinding(["L"], .toggleLogarithm, help: "logarithmic y-axis for losses and norms"),
    KeyBinding(
      ["o"], .toggleClipping, help: "leave out, and count, the points far above the rest"),
    KeyBinding(["S"], .cycleSmoothing, help: "smoothing of noisy curves: 0, 0.6, 0.9, 0.97"),
    KeyBinding(["x"], .cycleAxis, help: "x-axis: steps, epochs, time, samples"),
    KeyBinding(
      ["+", "="], .zoom(by: 1), help: "zoom in: on the crosshair, else on the newest steps"),
    KeyBinding(["-"], .zoom(by: -1), help: "zoom out"),
    KeyBinding(
      ["m"], .cycleMetric(by: 1), help: "charts: show the next metric in this place",
      labelled: { $0.hasFocusedChart ? "metric" : nil }, refusal: refusesMetric),
    KeyBinding(
      ["M"], .cycleMetric(by: -1), help: "charts: show the metric before", refusal: refusesMetric),
    KeyBinding(
      ["a"], .addChart, help: "charts: add one, with the next metric",
      labelled: { $0.hasFocusedChart ? "add" : nil }, refusal: lacksCurves),
    KeyBinding(
      ["d"], .dropChart, help: "charts: take this one away",
      labelled: { $0.hasFocusedChart ? "drop" : nil }, refusal: refusesDrop),
    KeyBinding(
      ["i"], .togglePin, help: "charts: pin this one, so that it stays whatever else is shown",
      labelled: { $0.hasFocusedChart ? $0.isChartPinned ? "unpin" : "pin" : nil },
      refusal: lacksFocusedChart),
    KeyBinding(["0"], .resetZoom, help: "show the whole run"),
    KeyBinding(["f"], .followNewest, help: "follow the newest steps, without a crosshair"),
    KeyBinding(
      ["n"], .moveToIntervention(by: 1), help: "crosshair to the next freeze, thaw or rate",
      refusal: lacksCurves),
    KeyBinding(
      ["N"], .moveToIntervention(by: -1), help: "crosshair to the one before",
      refusal: lacksCurves),
  ]

  private static let panes = [
    KeyBinding([.tab], .nextPane(by: 1), "pane", help: "next pane: layers, charts, journal"),
    KeyBinding([.backTab], .nextPane(by: -1), help: "previous pane"),
    KeyBinding(
      ["w"], .cycleLayout,
      help: "layout: all panes, charts alone, layers alone; the mouse drags their borders"),
    KeyBinding(["j", .down], .move(by: 1), help: "next layer, chart or journal line"),
    KeyBinding(["k", .up], .move(by: -1), help: "previous layer, chart or journal line"),
    KeyBinding(["h"], .moveSideways(by: -1), help: "move a zoomed view to earlier steps"),
    KeyBinding(["l"], .moveSideways(by: 1), help: "move a zoomed view to later steps"),
    KeyBinding(
      [.left], .moveCrosshair(by: -1), help: "charts: crosshair to earlier steps",
      labelled: { $0.hasFocusedChart ? "crosshair" : nil }),
    KeyBinding([.right], .moveCrosshair(by: 1), help: "charts: crosshair to later steps"),
    KeyBinding([.enter], .open, help: "enlarge the chart; on a layer, list its tensors"),
    KeyBinding(
      ["/"], .openFilter, "filter",
      help: "show only layers whose name has a text, or matches a regex"),
  ]
}

private let lacksRows: @Sendable (DashboardState) -> String? = { state in
  state.run?.board.rows.isEmpty == false ? nil : "there are no layers to mark yet"
}

private let lacksCurves: @Sendable (DashboardState) -> String? = { state in
  state.run?.curves.isEmpty == false ? nil : "there are no curves yet"
}

private let lacksFocusedChart: @Sendable (DashboardState) -> String? = { state in
  state.hasFocusedChart
    ? nil : "no chart has the keys; \(state.key(.nextPane(by: 1))) goes there"
}

private let refusesMetric: @Sendable (DashboardState) -> String? = { state in
  lacksCurves(state) ?? state.pinRefusal
}

private let refusesDrop: @Sendable (DashboardState) -> String? = { state in
  lacksFocusedChart(state) ?? state.pinRefusal
}

private let refusesRows: @Sendable (DashboardState) -> String? = { state in
  state.commandRefusal
    ?? (state.showsBoard && state.run?.board.targets.isEmpty == false ? nil : "no layer is shown")
}

extension DashboardState {
  /// Why the session cannot be forked, or nil where it can.
  var forkRefusal: String? {
    guard let run else { return noSession }
    if run.origin != nil { return "an imported session has curves only" }
    return isReadOnly ? RunState.readOnlyRefusal : nil
  }

  /// Why no command can be sent to an engine now, or nil where one can.
  var commandRefusal: String? {
    guard let run else { return noSession }
    return run.refusal(at: now)
  }

  private var noSession: String { "no session is open; \(key(.show(.sessions))) lists them" }

  /// Whether the chart that has the keys is pinned.
  fileprivate var isChartPinned: Bool { grid.pinned.contains(grid.focused) }

  /// Why nothing takes the place of the chart that has the keys, or nil where something can.
  fileprivate var pinRefusal: String? {
    isChartPinned ? "\(grid.focused.title) is pinned; \(key(.togglePin)) lets go of it" : nil
  }
}
