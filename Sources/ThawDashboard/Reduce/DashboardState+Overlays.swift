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

  mutating func pressInHelp(_ key: Key, _ scroll: Int) -> [DashboardEffect] {
    let page = HelpText.page(of: size)
    let last = max(0, HelpText.lines(for: self).count - page)
    var wanted = scroll
    switch KeyTable.help.binding(for: key)?.intent {
    case .move(let distance): wanted += distance
    case .movePage(let pages): wanted += pages * page
    case .moveToEnd(let isLast): wanted = isLast ? last : 0
    case .back:
      overlay = nil
      return []
    default: break
    }
    overlay = .help(scroll: min(max(wanted, 0), last))
    return []
  }

  private mutating func setFilter(_ text: String) {
    if screen == .sessions { sessions.setFilter(text) } else { run?.board.setFilter(text) }
  }
}
