public import ThawCanvas

/// Draws the whole dashboard.
public enum DashboardView {
  /// Draws a state into a buffer of the terminal's size; the same state gives the same picture.
  public static func render(
    _ state: DashboardState, context: RenderContext, into buffer: inout Buffer
  ) {
    // Clicks are placed by the state's size, so the picture is too.
    let area = Rect(state.size).intersection(buffer.bounds)
    Backdrop().render(in: buffer.bounds, into: &buffer, context: context)
    guard !area.isEmpty else { return }
    let frame = Frame(area)
    HeaderView(state: state).render(in: frame.header, into: &buffer, context: context)
    screen(state).render(in: area, into: &buffer, context: context)
    FooterView(state: state).render(in: frame.footer, into: &buffer, context: context)
    if let tour = state.tour {
      TourView(tour: tour) { state.key($0) }.render(in: area, into: &buffer, context: context)
    }
    drawOverlay(of: state, in: area, into: &buffer, context)
    ToastView(state).render(in: area, into: &buffer, context: context)
    if context.ability.glyphs == .ascii { buffer.transliterate() }
  }

  private static func screen(_ state: DashboardState) -> any View {
    switch state.screen {
    case .live, .findings, .samples: LiveView(state: state)
    case .layers: LayersView(state: state)
    case .sessions: SessionsView(state: state)
    case .compare: CompareView(state: state)
    }
  }

  private static func drawOverlay(
    of state: DashboardState, in area: Rect, into buffer: inout Buffer, _ context: RenderContext
  ) {
    switch state.overlay {
    case .help(let help):
      HelpView(state: state, help: help).render(in: area, into: &buffer, context: context)
    case .settings(let open):
      SettingsView(state: state, open: open).render(in: area, into: &buffer, context: context)
    case .palette(let palette):
      PaletteView(state: state, palette: palette)
        .render(in: area, into: &buffer, context: context)
    case .filter(let field):
      FilterView(state: state, field: field).render(in: area, into: &buffer, context: context)
    case nil: break
    }
  }
}

extension Buffer {
  /// Replaces every character that a terminal without Unicode can't show.
  fileprivate mutating func transliterate() {
    for y in 0..<size.height {
      for x in 0..<size.width {
        guard let cell = self[x, y], !cell.isContinuation, !cell.character.isASCII else { continue }
        put(asciiForms[cell.character] ?? "?", x: x, y: y)
      }
    }
  }
}

private let asciiForms: [Character: Character] = [
  "“": "\"", "”": "\"", "…": "~", "·": "-", "–": "-", "×": "x", "→": ">", "▸": ">",
]
