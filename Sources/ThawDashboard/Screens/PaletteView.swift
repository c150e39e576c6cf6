import ThawCanvas
import ThawProtocol

/// The command palette: the line at the bottom, completions and errors above it.
struct PaletteView: View {
  let state: DashboardState
  let palette: PaletteState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let frame = Frame(area)
    let completions = state.completions(of: palette.typed)
    let line = frame.footer.isEmpty ? area.row(area.height - 1) : frame.footer
    InputLine(
      prompt: ":", text: palette.field.text, cursor: palette.field.cursor,
      completion: rest(of: completions)
    ).render(in: line, into: &buffer, context: context)
    let box = box(in: area, completions: completions.count)
    drawPreview(in: frame.body, above: box, into: &buffer, context)
    guard !box.isEmpty else { return }
    buffer.fill(box, style: context[.popup])
    let (parts, menu) = (parts(of: box), menu(completions))
    let more = menu.itemsBelow(height: parts[1].height)
    Panel("command", footer: more > 0 ? "\(more) more" : "", isFocused: true)
      .render(in: box, into: &buffer, context: context)
    Text(heading(width: box.width, context.glyphs))
      .render(in: parts[0].inset(by: Insets(left: 2)), into: &buffer, context: context)
    menu.render(in: parts[1], into: &buffer, context: context)
    Line("\(context.glyphs.nonFinite)", .error).render(
      in: parts[2].inset(by: Insets(left: 1)), into: &buffer, context: context)
    Text(errorLines(width: box.width))
      .render(in: parts[2].inset(by: Insets(left: 3)), into: &buffer, context: context)
  }

  /// What the command takes and does, or that there is none of its name, in a box so many columns wide.
  private func heading(width: Int, _ glyphs: Glyphs) -> [Line] {
    let line: Line
    if let usage = state.usage(of: palette.typed) {
      let general = Line([
        Span("\(usage.usage)  ", .accent),
        Span(usage.refusal ?? usage.help, usage.refusal == nil ? .muted : .warning),
      ])
      line = (usage.refusal == nil ? forecast(glyphs) : nil) ?? general
    } else if palette.error == nil, let unknown = PaletteCommand.unknown(in: palette.typed) {
      line = Line(unknown, .warning)
    } else {
      return []
    }
    return Array(line.wrapped(to: width - 5).prefix(2))
  }

  /// What is wrong with the line, in a box so many columns wide: what would be right stands at its end.
  private func errorLines(width: Int) -> [Line] {
    palette.error.map { Array(Line($0, .error).wrapped(to: width - 5).prefix(4)) } ?? []
  }

  /// The completion at a position.
  func completion(atX x: Int, y: Int, in area: Rect) -> Int? {
    let completions = state.completions(of: palette.typed)
    let box = box(in: area, completions: completions.count)
    return menu(completions).item(atX: x, y: y, in: parts(of: box)[1])
  }

  /// Where what the line can go on with lies, with what it takes and what is wrong with it; empty where there is nothing
  /// to say, or no room.
  private func box(in area: Rect, completions: Int) -> Rect {
    let body = Frame(area).body
    let width = Self.width(in: area)
    let rows =
      min(10, completions) + errorLines(width: width).count
      + heading(width: width, .unicode).count
    let height = rows > 0 && body.height >= 4 ? min(rows + 2, body.height) : 0
    return Rect(x: area.x, y: body.bottom - height, width: width, height: height)
  }

  /// As wide as has room for what every command takes and does.
  private static func width(in area: Rect) -> Int { min(area.width, 104) }

  /// The lines for usage, completions and error.
  private func parts(of box: Rect) -> [Rect] {
    Panel.inner(of: box).rows([
      .length(heading(width: box.width, .unicode).count), .fill(1),
      .length(errorLines(width: box.width).count),
    ])
  }

  /// What the line would do to the learning rate and the plan, above what it can go on with.
  private func drawPreview(
    in body: Rect, above box: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    guard let run = state.run, let preview = state.preview(of: palette.field.text) else { return }
    let bottom = box.y
    let height = min(12, bottom - body.y)
    guard height >= 6 else { return }
    let box = Rect(
      x: body.x, y: bottom - height, width: Self.width(in: body), height: height)
    buffer.fill(box, style: context[.popup])
    RegimenPreviewView(preview: preview, run: run)
      .render(in: box, into: &buffer, context: context)
  }

  /// What the freeze or thaw that is typed would do, as the board says it of `space`.
  private func forecast(_ glyphs: Glyphs) -> Line? {
    guard let command = try? Command(parsing: palette.field.text),
      let forecast = state.forecast(of: command)
    else { return nil }
    let fits = forecast.memory?.fits ?? true
    let facts =
      [Span(forecast.time(glyphs), .accent)]
      + forecast.details.map { Span($0, fits ? .muted : .warning) }
    return Line(
      Array(facts.map { [$0] }.joined(separator: [Span(" \(glyphs.separator) ", .muted)])))
  }

  private func menu(_ completions: [Completion]) -> Menu {
    let items = completions.map { completion in
      Menu.Item(
        Line(completion.word),
        detail: Line(
          completion.refusal ?? completion.help, completion.refusal == nil ? .muted : .warning),
        isEnabled: completion.refusal == nil)
    }
    return Menu(items, selected: palette.completion?.index)
  }

  /// What taking the first completion would add to the line.
  private func rest(of completions: [Completion]) -> String {
    guard palette.completion == nil, !palette.field.text.isEmpty, let first = completions.first,
      first.line.hasPrefix(palette.field.text)
    else { return "" }
    return String(first.line.dropFirst(palette.field.text.count))
  }
}

/// The line in which a filter is typed, with how much it lets through.
struct FilterView: View {
  let state: DashboardState
  let field: TextField

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let frame = Frame(area)
    let line = frame.footer.isEmpty ? area.row(area.height - 1) : frame.footer
    InputLine(prompt: "/", text: field.text, cursor: field.cursor)
      .render(in: line, into: &buffer, context: context)
    Line("\(count)   ! inverts   enter keeps   esc clears ", .muted, alignment: .trailing)
      .render(
        in: line.inset(by: Insets(left: field.text.columns + 4)), into: &buffer, context: context)
  }

  private var count: String {
    if state.screen == .sessions {
      return "\(state.sessions.visible.count) of \(state.sessions.all?.count ?? 0)"
    }
    let board = state.run?.board
    return "\(board?.visible.count ?? 0) of \(board?.rows.count ?? 0)"
  }
}
