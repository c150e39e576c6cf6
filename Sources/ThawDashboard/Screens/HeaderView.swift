import ThawCanvas
import ThawProtocol

/// The first line: what is open, what it does, how far it is.
struct HeaderView: View {
  let state: DashboardState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    guard !area.isEmpty else { return }
    // Facts go, the least important first, until the line fits.
    for detail in (0...5).reversed() {
      let left = left(detail, width: area.width, context)
      let right = right(detail, context)
      guard left.columns + right.columns + 3 <= area.width || detail == 0 else { continue }
      let parts = area.columns([
        .length(min(left.columns, area.width)), .fill(1), .length(right.columns), .length(1),
      ])
      left.render(in: parts[0], into: &buffer, context: context)
      right.render(in: parts[2], into: &buffer, context: context)
      return
    }
  }

  private func left(_ detail: Int, width: Int, _ context: RenderContext) -> Line {
    var spans = detail > 0 ? [Span(" thaw ", .badge), Span(" ")] : []
    let chevron = Span(" \(context.glyphs.chevron) ", .muted)
    guard state.screen.hasBoard else {
      spans.append(Span(state.screen.title, .accent))
      if let note = note { spans += [chevron, Span(note, .muted)] }
      return Line(spans)
    }
    guard let run = state.run else { return Line(spans + [Span("no session", .muted)]) }
    let name = run.name.shortened(to: max(12, width / 3), context.glyphs.ellipsis)
    spans.append(Span(name, .accent))
    if detail >= 5, !run.architecture.isEmpty { spans += [chevron, Span(run.architecture)] }
    return Line(spans)
  }

  private var note: String? {
    switch state.screen {
    case .sessions:
      guard let all = state.sessions.all, !all.isEmpty else { return nil }
      let shown = state.sessions.visible.count
      return shown == all.count ? "\(shown)" : "\(shown) of \(all.count)"
    case .compare:
      return state.compare.names.isEmpty ? nil : "\(state.compare.names.count) sessions"
    case .live, .layers, .findings, .samples: return nil
    }
  }

  private func right(_ detail: Int, _ context: RenderContext) -> Line {
    guard state.screen.hasBoard, let run = state.run else { return [] }
    let condition = run.condition(at: state.now)
    var spans = [
      Span("\(condition.glyph(context.glyphs)) \(condition.word)", condition.role)
    ]
    if let speed = state.tour?.playback.speed {
      spans.append(Span(" \(compactNumber(speed))×", .muted))
    }
    if run.isReadOnly, run.recording == nil, detail >= 2 {
      spans.append(Span(" read-only", .muted))
    }
    spans += state.pendingControls.map { command in
      Span("  \(context.glyphs.pending) \(command.command.text)", .rowPending)
    }
    guard let progress = run.progress else { return Line(spans) }
    var facts = facts(of: progress, condition, detail)
    if let branch = run.branch, detail >= 1 { facts.insert("branch \(branch)", at: 1) }
    for fact in facts {
      let separator = spans.count == 1 ? "   " : " \(context.glyphs.separator) "
      spans += [Span(separator, .muted), Span(fact)]
    }
    return Line(spans)
  }

  private func facts(of progress: Progress, _ condition: RunCondition, _ detail: Int) -> [String] {
    var facts: [String] = []
    if detail >= 1 {
      let end = progress.totalSteps > 0 ? "/\(grouped(progress.totalSteps))" : ""
      let step = grouped(progress.step) + end
      facts.append(detail >= 2 ? "step \(step)" : step)
    }
    if detail >= 4, progress.step > 0, progress.epoch > 0, progress.totalSteps > 0 {
      let epochs = progress.epoch * Double(progress.totalSteps) / Double(progress.step)
      let isWhole = abs(epochs - epochs.rounded()) < 0.005
      facts.append(
        "epoch \(fixed(progress.epoch, decimals: 2))/\(fixed(epochs, decimals: isWhole ? 0 : 2))")
    }
    if detail >= 3, progress.samplesPerSecond > 0 {
      facts.append("\(compactNumber(progress.samplesPerSecond, digits: 3)) samples/s")
    }
    if detail >= 2, let left = progress.secondsLeft, [.training, .evaluating].contains(condition) {
      facts.append("ETA \(compactDuration(left.rounded()))")
    }
    return facts
  }
}

extension RunCondition {
  func glyph(_ glyphs: Glyphs) -> Character {
    switch self {
    case .connecting, .preparing, .waiting: glyphs.pending
    case .training, .evaluating, .playing: glyphs.running
    case .paused, .stopped: glyphs.paused
    case .stalled, .lost: glyphs.alarm
    case .finished: glyphs.check
    case .failed, .dead, .unreadable: glyphs.nonFinite
    }
  }

  var role: Role {
    switch self {
    case .connecting, .preparing, .stopped: .muted
    case .training, .finished: .success
    case .evaluating, .playing: .accent
    case .paused, .stalled, .lost, .waiting: .warning
    case .failed, .dead, .unreadable: .error
    }
  }
}
