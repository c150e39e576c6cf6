extension DashboardState {
  /// The filter of the list that the screen shows.
  var filter: String { screen == .sessions ? sessions.filter : run?.board.filter ?? "" }

  mutating func pressInFilter(_ key: Key, _ field: TextField) -> [DashboardEffect] {
    switch KeyTable.text.binding(for: key)?.intent {
    case .open: overlay = nil
    case .back:
      overlay = nil
      setFilter("")
    case .move(let distance): move(.move(by: distance))
    default:
      var field = field
      guard field.edit(key) else { return [] }
      overlay = .filter(field)
      setFilter(field.text)
    }
    return []
  }

  mutating func pressInHelp(_ key: Key, _ open: HelpState) -> [DashboardEffect] {
    var help = open
    if help.isSearching {
      search(key, &help)
    } else {
      switch KeyTable.help.binding(for: key)?.intent {
      case .move(let distance): help.scroll += distance
      case .movePage(let pages): help.scroll += pages * HelpText.page(of: size)
      case .moveToEnd(let isLast): help.scroll = isLast ? .max / 2 : 0
      case .openFilter: help.isSearching = true
      case .back where !help.search.text.isEmpty && key == .escape: help.search = TextField()
      case .back:
        overlay = nil
        return []
      case .startTour:
        overlay = nil
        return perform(.startTour)
      default: break
      }
    }
    let count = HelpText.lines(for: self, matching: help.search.text).count
    help.scroll = min(max(help.scroll, 0), max(0, count - HelpText.page(of: size)))
    overlay = .help(help)
    return []
  }

  private func search(_ key: Key, _ help: inout HelpState) {
    switch KeyTable.text.binding(for: key)?.intent {
    case .open: help.isSearching = false
    case .back: help = HelpState()
    case .move(let distance): help.scroll += distance
    default: if help.search.edit(key) { help.scroll = 0 }
    }
  }

  private mutating func setFilter(_ text: String) {
    if screen == .sessions { sessions.setFilter(text) } else { run?.board.setFilter(text) }
  }
}
