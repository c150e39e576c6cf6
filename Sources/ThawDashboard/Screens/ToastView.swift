import ThawCanvas

/// Messages at the upper right, the newest first: what is being worked on lies below.
struct ToastView: View {
  let toasts: [Toast]

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    // Below the title of what lies uppermost, where there is room.
    let body = Frame(area).body
    let place = body.inset(by: Insets(top: body.height >= 8 ? 2 : 0, right: 1))
    var y = place.y
    for toast in toasts.reversed() {
      let sign = " \(glyph(toast.kind, context.glyphs)) "
      let lines = Line(toast.text).wrapped(to: place.width - sign.columns - 1)
      let width = min(place.width, (lines.map(\.columns).max() ?? 0) + sign.columns + 1)
      let ground = Rect(x: place.right - width, y: y, width: width, height: lines.count)
        .intersection(place)
      buffer.fill(ground, style: context[.toast])
      buffer.restyle(ground, with: Style(attributes: toast.kind == .failure ? .bold : []))
      Line(sign).render(in: ground, into: &buffer, context: context)
      Text(lines).render(
        in: ground.inset(by: Insets(left: sign.columns)), into: &buffer, context: context)
      y += lines.count
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
