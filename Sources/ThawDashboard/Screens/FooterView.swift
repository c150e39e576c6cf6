import ThawCanvas

/// The last line: the keys that are useful now, and the screens; all can be clicked.
struct FooterView: View {
  let state: DashboardState

  func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let tabs = tabs(in: area)
    let keys = keys(in: area, beside: tabs)
    hints(bindings(fitting: keys.width)).render(in: keys, into: &buffer, context: context)
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
    let bindings = bindings(fitting: keys.width)
    return hints(bindings).hint(atX: x, y: y, in: keys).map { bindings[$0] }
  }

  /// The bindings that there is room for: the screen's last ones go first, those that do nothing now before all
  /// others, so that help always stays.
  private func bindings(fitting width: Int) -> [KeyBinding] {
    let (own, general) = state.footerBindings
    func columns(_ binding: KeyBinding) -> Int {
      binding.keys[0].name.columns + (binding.label(state)?.columns ?? 0) + 3
    }
    var shown = own.map { (binding: $0, columns: columns($0), isRefused: $0.refusal(state) != nil) }
    let needed = general.reduce(0) { $0 + columns($1) }
    while !shown.isEmpty, shown.reduce(needed, { $0 + $1.columns }) > width + 1 {
      shown.remove(at: shown.lastIndex(where: \.isRefused) ?? shown.count - 1)
    }
    return shown.map(\.binding) + general
  }

  private func hints(_ bindings: [KeyBinding]) -> KeyHints {
    KeyHints(
      bindings.map { binding in
        KeyHints.Hint(
          key: binding.keys[0].name, label: binding.label(state) ?? "",
          isEnabled: binding.refusal(state) == nil)
      })
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
  /// The bindings with a label: those of what lies on top, and those that hold everywhere.
  fileprivate var footerBindings: (own: [KeyBinding], general: [KeyBinding]) {
    func labelled(_ table: KeyTable) -> [KeyBinding] {
      table.bindings.filter { !$0.keys.isEmpty && $0.label(self) != nil }
    }
    let tables = tables
    return switch overlay {
    case .palette, .filter: (labelled(.text), [])
    case .help: (labelled(.help), [])
    case .settings: (labelled(.settings), [])
    case nil:
      (
        // A key that the tour takes is not its table's any more.
        tables.dropLast().flatMap(labelled).filter { binding in
          tables.lazy.compactMap { $0.binding(for: binding.keys[0]) }.first?.intent
            == binding.intent
        }, labelled(tables[tables.count - 1])
      )
    }
  }
}
