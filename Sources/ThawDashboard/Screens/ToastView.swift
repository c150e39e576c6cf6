import ThawCanvas

/// Messages at the lower right, the newest below.
struct ToastView: View {
  let toasts: [Toast]

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let body = Frame(area).body
    for (index, toast) in toasts.reversed().prefix(body.height).enumerated() {
      let line = Line(" \(glyph(toast.kind, context.glyphs)) \(toast.text) ")
      let width = min(line.columns, body.width)
      let place = Rect(
        x: body.right - width, y: body.bottom - 1 - index, width: width, height: 1)
      buffer.fill(place, style: context[.toast])
      buffer.restyle(place, with: Style(attributes: toast.kind == .failure ? .bold : []))
      line.render(in: place, into: &buffer, context: context)
    }
  }

  private func glyph(_ kind: Toast.Kind, _ glyphs: Glyphs) -> Character {
    switch kind {
    case .information: glyphs.chevron
    case .success: glyphs.check
    case .warning: glyphs.alarm
    case .failure: glyphs.nonFinite
    }
  }
}
