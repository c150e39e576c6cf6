import ThawCanvas

/// The last line: the keys that are useful now, and the screens; all can be clicked.
struct FooterView: View {
  let state: DashboardState

  /// A key and what it does now.
  private typealias Entry = (binding: KeyBinding, hint: KeyHints.Hint)

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let tabs = tabs(in: area)
    let keys = keys(in: area, beside: tabs)
    KeyHints(entries(fitting: keys.width).map(\.hint))
      .render(in: keys, into: &buffer, context: context)
    for (binding, place) in tabs {
      let key = Span(binding.keys[0].name, .footerKey, attributes: .bold)
      let title = Span(" \(binding.title)", isCurrent(binding) ? .accent : .footerLabel)
      Line(place.width > key.text.columns ? [key, title] : [key])
        .render(in: place, into: &buffer, context: context)
    }
  }

  /// The binding whose hint lies at a position.
  func binding(atX x: Int, y: Int, in area: Rect) -> KeyBinding? {
    let tabs = tabs(in: area)
    if let tab = tabs.first(where: { $0.place.contains(x: x, y: y) }) { return tab.binding }
    let keys = keys(in: area, beside: tabs)
    let entries = entries(fitting: keys.width)
    return KeyHints(entries.map(\.hint)).hint(atX: x, y: y, in: keys).map { entries[$0].binding }
  }

  /// The bindings that there is room for: the screen's last ones go first, those that do nothing now before all
  /// others, so that help always stays.
  private func entries(fitting width: Int) -> [Entry] {
    let (own, general) = state.footerBindings
    var shown = own.map(entry)
    let others = general.map(entry)
    var needed = (shown + others).reduce(0) { $0 + $1.hint.columns + 2 }
    while !shown.isEmpty, needed > width + 1 {
      let last = shown.lastIndex { !$0.hint.isEnabled } ?? shown.count - 1
      needed -= shown.remove(at: last).hint.columns + 2
    }
    return shown + others
  }

  private func entry(_ labelled: DashboardState.LabelledBinding) -> Entry {
    let binding = labelled.binding
    return (
      binding,
      KeyHints.Hint(
        key: binding.keys[0].name, label: labelled.label, isEnabled: binding.refusal(state) == nil)
    )
  }

  /// What is left of the line for keys.
  private func keys(in area: Rect, beside tabs: [(binding: KeyBinding, place: Rect)]) -> Rect {
    guard let first = tabs.first else { return area }
    return Rect(x: area.x, y: area.y, width: first.place.x - area.x - 1, height: area.height)
  }

  /// The screens at the right edge, where the line has room for them beside a few keys; with little room only the one
  /// that is shown has its name.
  private func tabs(in area: Rect) -> [(binding: KeyBinding, place: Rect)] {
    guard area.width >= 70, state.overlay == nil else { return [] }
    let isNarrow = area.width < 110
    var right = area.right - 1
    let tabs = (state.tables.last?.bindings ?? []).filter { $0.isBuiltScreen && !$0.keys.isEmpty }
      .reversed().map { binding in
        let title = isNarrow && !isCurrent(binding) ? 0 : 1 + binding.title.columns
        let width = binding.keys[0].name.columns + title
        defer { right -= width + (isNarrow ? 1 : 2) }
        return (binding, Rect(x: right - width, y: area.y, width: width, height: 1))
      }
    return tabs.reversed()
  }

  private func isCurrent(_ binding: KeyBinding) -> Bool { binding.intent == .show(state.screen) }
}

extension KeyBinding {
  fileprivate var isBuiltScreen: Bool {
    if case .show(let screen) = intent { screen.isBuilt } else { false }
  }

  fileprivate var title: String {
    if case .show(let screen) = intent { screen.title } else { "" }
  }
}

extension DashboardState {
  fileprivate typealias LabelledBinding = (binding: KeyBinding, label: String)

  /// The bindings with a label: those of what lies on top, and those that hold everywhere.
  fileprivate var footerBindings: (own: [LabelledBinding], general: [LabelledBinding]) {
    func labelled(_ table: KeyTable) -> [LabelledBinding] {
      table.bindings.compactMap { binding in
        guard !binding.keys.isEmpty, let label = binding.label(self) else { return nil }
        return (binding, label)
      }
    }
    switch overlay {
    case .palette, .filter: return (labelled(.text), [])
    case .help: return (labelled(.help), [])
    case .settings: return (labelled(.settings), [])
    case nil:
      let tables = tables
      let own = tables.dropLast().flatMap(labelled).filter { shown in
        // A key that the tour takes is not its table's any more.
        tables.lazy.compactMap { $0.binding(for: shown.binding.keys[0]) }.first?.intent
          == shown.binding.intent
      }
      return (own, labelled(tables[tables.count - 1]))
    }
  }
}
