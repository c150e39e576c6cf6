import ThawCanvas

/// Messages at the lower left, where they cost least: a line lies over the lowest border, two over border and keys.
///
/// The newest comes first, and is said whole; older ones where they have room.
struct ToastView: View {
  let toasts: [Toast]
  /// Whether the last line is being typed in, and is left free.
  let isTyping: Bool

  init(_ state: DashboardState) {
    toasts = state.toasts
    isTyping =
      switch state.overlay {
      case .palette, .filter: true
      case .help, .settings, nil: false
      }
  }

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    for (toast, place) in places(in: area) {
      let (sign, lines) = text(of: toast, width: area.width, context.glyphs)
      buffer.fill(place, style: context[toast.kind.role])
      Line(sign).render(in: place, into: &buffer, context: context)
      Text(lines).render(
        in: place.inset(by: Insets(left: sign.columns)), into: &buffer, context: context)
    }
  }

  /// Whether a message lies at a position.
  func contains(x: Int, y: Int, in area: Rect) -> Bool {
    places(in: area).contains { $0.place.contains(x: x, y: y) }
  }

  /// Where each message that there is room for lies.
  private func places(in area: Rect) -> [(toast: Toast, place: Rect)] {
    let room = max(1, min(4, area.height / 12))
    var (shown, height) = ([(toast: Toast, size: Size)](), 0)
    for toast in toasts.reversed() {
      let (sign, lines) = text(of: toast, width: area.width, .unicode)
      guard height == 0 || height + lines.count <= room else { break }
      let width = (lines.map(\.columns).max() ?? 0) + sign.columns + 1
      shown.append((toast, Size(width: width, height: lines.count)))
      height += lines.count
    }
    let hasFooter = !Frame(area).footer.isEmpty
    let isAboveLastLine = isTyping || (height == 1 && hasFooter)
    var y = area.bottom - height - (isAboveLastLine ? 1 : 0)
    return shown.map { toast, size in
      defer { y += size.height }
      return (
        toast,
        Rect(x: area.x, y: y, width: size.width, height: size.height).intersection(area)
      )
    }
  }

  private func text(
    of toast: Toast, width: Int, _ glyphs: Glyphs
  ) -> (sign: String, lines: [Line]) {
    let sign = " \(toast.kind.glyph(glyphs)) "
    return (sign, Line(toast.text).wrapped(to: width - sign.columns - 1))
  }
}

extension Toast.Kind {
  fileprivate func glyph(_ glyphs: Glyphs) -> Character {
    switch self {
    case .information: glyphs.chevron
    case .success: glyphs.check
    case .warning: glyphs.alarm
    case .failure: glyphs.nonFinite
    }
  }

  fileprivate var role: Role {
    switch self {
    case .information: .toast
    case .success: .toastSuccess
    case .warning: .toastWarning
    case .failure: .toastError
    }
  }
}
