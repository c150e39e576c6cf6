import ThawProtocol

extension DashboardState {
  /// Opens the palette with a fork from the crosshair, or from the present, to which what is to be different is added.
  mutating func openFork() {
    var palette = PaletteState()
    palette.field = TextField(plots.cursor.map { "fork at \($0) " } ?? "fork ")
    overlay = .palette(palette)
  }

  /// Has a session made that goes its own way from a step, or from the present.
  mutating func fork(at step: Int?, _ commands: [Command]) -> [DashboardEffect] {
    guard let run else { return [] }
    let place = step.map { "step \($0)" } ?? "the present"
    toast(.information, "forking \(run.name) at \(place)…")
    return [.fork(session: run.name, at: step, commands: commands)]
  }
}

extension PaletteCommand {
  /// Reads what follows `fork`: `at 200 thaw head`, `lr 1e-3`, or nothing; nil for what is none of these.
  static func fork(_ arguments: [String]) -> PaletteCommand? {
    var words = arguments[...]
    var step: Int?
    if words.first == "at" {
      guard let number = words.dropFirst().first.flatMap({ Int($0) }), number >= 0 else {
        return nil
      }
      step = number
      words = words.dropFirst(2)
    }
    guard !words.isEmpty else { return .fork(at: step, []) }
    guard let command = try? Command(parsing: Array(words)) else { return nil }
    return .fork(at: step, [command])
  }
}
