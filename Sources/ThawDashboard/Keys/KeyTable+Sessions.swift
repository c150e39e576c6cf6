extension KeyTable {
  static let sessions = KeyTable(
    title: "Sessions",
    bindings: [
      KeyBinding(
        [.enter], .open, help: "open the session, or compare the marked ones",
        labelled: { $0.sessions.marks.count < 2 ? "open" : "compare" },
        refusal: { $0.sessions.current == nil ? "no session is shown" : nil }),
      KeyBinding(
        [" "], .toggleMark, "mark", help: "mark for comparison; the first one is the baseline",
        refusal: { $0.sessions.current == nil ? "no session is shown" : nil }),
      KeyBinding(
        ["C"], .compareMarked, help: "compare the marked sessions",
        refusal: {
          $0.sessions.marks.count < 2 ? "mark two sessions with \($0.key(.toggleMark)) first" : nil
        }),
      KeyBinding(["j", .down], .move(by: 1), help: "next session"),
      KeyBinding(["k", .up], .move(by: -1), help: "previous session"),
      KeyBinding(
        ["/"], .openFilter, "filter",
        help: "filter: a pattern of names, or val.accuracy > 0.9 and method.train = head"),
      KeyBinding(["o"], .cycleSort, "sort", help: "sort by the next column"),
      KeyBinding(["O"], .reverseSort, help: "turn the order round"),
      KeyBinding(["*"], .toggleStar, help: "star the session", refusal: lacksSession),
      KeyBinding(
        ["a"], .toggleArchived, help: "archive the session, or list it again",
        refusal: lacksSession),
      KeyBinding(["A"], .showArchived, help: "show or hide archived sessions"),
      KeyBinding(
        ["X"], .deleteSession,
        help: "move the session to the trash, from where it can be brought back",
        refusal: lacksSession),
      KeyBinding(
        ["U"], .restoreSession, help: "bring the session deleted last back",
        refusal: { $0.sessions.deleted == nil ? "nothing was deleted here" : nil }),
      KeyBinding(["r"], .reload, "reload", help: "read the list anew"),
    ])

  static let compare = KeyTable(
    title: "Compare",
    bindings: [
      KeyBinding(
        ["m", .right], .cycleMetric(by: 1), "metric", help: "plot the next metric",
        refusal: lacksComparison),
      KeyBinding(
        ["M", .left], .cycleMetric(by: -1), help: "plot the previous metric",
        refusal: lacksComparison),
      KeyBinding(
        ["b"], .pinBaseline, "baseline", help: "measure the others against this session",
        refusal: lacksComparison),
      KeyBinding(
        ["x"], .cycleAxis, "x-axis", help: "x-axis: steps, epochs, time, samples, training FLOPs"),
      KeyBinding(
        ["a"], .cycleAlignment, "align",
        help: "count x from the first thaw, the first freeze, the fork …, or from the beginning",
        refusal: lacksMoments),
      KeyBinding(
        ["B"], .toggleMeans,
        help: "show sessions that differ in the seed only as their mean and band",
        refusal: lacksComparison),
      KeyBinding(["L"], .toggleLogarithm, "log", help: "logarithmic y-axis"),
      KeyBinding(
        ["o"], .toggleClipping, help: "leave out, and count, the points far above the rest"),
      KeyBinding(["S"], .cycleSmoothing, "smooth", help: "smoothing: 0, 0.6, 0.9, 0.97"),
      KeyBinding(["+", "="], .zoom(by: 1), help: "zoom in on the newest steps"),
      KeyBinding(["-"], .zoom(by: -1), help: "zoom out"),
      KeyBinding(["0"], .resetZoom, help: "show everything"),
      KeyBinding(["h"], .moveSideways(by: -1), help: "move a zoomed view to earlier steps"),
      KeyBinding(["l"], .moveSideways(by: 1), help: "move a zoomed view to later steps"),
      KeyBinding(["j", .down], .move(by: 1), help: "bring the next session to the front"),
      KeyBinding(["k", .up], .move(by: -1), help: "bring the session before to the front"),
    ])

  private static let lacksSession: @Sendable (DashboardState) -> String? = { state in
    state.sessions.current == nil ? "no session is shown" : nil
  }

  private static let lacksMoments: @Sendable (DashboardState) -> String? = { state in
    lacksComparison(state)
      ?? (state.compare.alignments.isEmpty
        ? "nothing was done to these sessions to align them at" : nil)
  }

  private static let lacksComparison: @Sendable (DashboardState) -> String? = { state in
    state.compare.comparison == nil ? state.noComparison : nil
  }
}

extension DashboardState {
  /// Says that nothing is compared, and where to choose what is.
  var noComparison: String {
    "no sessions are compared; \(key(.show(.sessions))) lists them, to mark some"
  }
}
