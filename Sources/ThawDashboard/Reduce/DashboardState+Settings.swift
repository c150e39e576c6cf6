extension DashboardState {
  mutating func pressInSettings(_ key: Key, _ open: SettingsState) -> [DashboardEffect] {
    var open = open
    if open.takesKey { return give(key, in: open) }
    switch KeyTable.settings.binding(for: key)?.intent {
    case .move(let distance): open.move(by: distance)
    case .movePage(let pages): open.move(by: pages * 8)
    case .moveToEnd(let isLast): open.move(by: isLast ? 1_000 : -1_000)
    case .moveSideways(let distance):
      guard case .setting(let setting) = open.row else { return [] }
      return change(setting, by: distance)
    case .open:
      guard case .setting(let setting) = open.row else {
        open.takesKey = true
        break
      }
      return change(setting, by: 1)
    case .reload: return reset(open.row)
    case .back:
      overlay = nil
      return []
    default: break
    }
    overlay = .settings(open)
    return []
  }

  /// What the person wants from now on: at once, and in the file.
  mutating func take(_ wanted: Settings) -> [DashboardEffect] {
    settings = wanted
    plots.smoothing = wanted.smoothing
    plots.isLogarithmic = wanted.isLogarithmic
    plots.axis = wanted.axis
    return [.applySettings(wanted), .saveSettings(wanted)]
  }

  private mutating func change(_ setting: Setting, by distance: Int) -> [DashboardEffect] {
    let choices = setting.choices(themes: themes)
    guard !choices.isEmpty else { return [] }
    let place = choices.firstIndex(of: setting.value(in: settings)) ?? (distance > 0 ? -1 : 0)
    var wanted = settings
    guard setting.set(&wanted, to: choices[(place + distance + choices.count) % choices.count])
    else { return [] }
    return take(wanted)
  }

  /// Gives a key to the action under the cursor; esc leaves all as it is.
  private mutating func give(_ key: Key, in open: SettingsState) -> [DashboardEffect] {
    var open = open
    open.takesKey = false
    overlay = .settings(open)
    guard key != .escape, case .action(let name) = open.row else { return [] }
    var wanted = settings
    wanted.keys.keys[name] = [key]
    for conflict in wanted.keys.conflicts where !settings.keys.conflicts.contains(conflict) {
      toast(.warning, conflict)
    }
    return take(wanted)
  }

  private mutating func reset(_ row: SettingsState.Row) -> [DashboardEffect] {
    var wanted = settings
    switch row {
    case .setting(let setting): _ = setting.set(&wanted, to: setting.value(in: Settings()))
    case .action(let name): wanted.keys.keys[name] = nil
    }
    return wanted == settings ? [] : take(wanted)
  }
}
