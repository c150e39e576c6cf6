import Testing
import ThawCanvas
import ThawDashboard

/// Feeds actions to the reducer and demands that every effect is named, but for what is kept of the Live screen.
struct ReducerTester {
  private(set) var state: DashboardState
  /// What was last asked to be kept of the Live screen.
  private(set) var keptLiveScreen: KeptLiveScreen?

  init(_ state: DashboardState = Fixture.live(width: 120, height: 40)) { self.state = state }

  /// Sends actions; the last one must have exactly these effects, those before it none.
  ///
  /// Choices are kept with almost every key of some screens: that is only demanded where it is named.
  mutating func send(
    _ actions: DashboardAction..., effects expected: [DashboardEffect] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (index, action) in actions.enumerated() {
      let wanted = index == actions.count - 1 ? expected : []
      let isKeepNamed = wanted.contains { $0.isKeep }
      var effects = reduce(&state, action).filter { isKeepNamed || !$0.isKeep }
      if case .keepLiveScreen(_, let screen) = effects.last {
        keptLiveScreen = screen
        effects.removeLast()
      }
      #expect(effects == wanted, "\(action)", sourceLocation: sourceLocation)
    }
  }

  /// Presses keys; the last one must have exactly these effects, those before it none.
  mutating func press(
    _ keys: Key..., effects expected: [DashboardEffect] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (index, key) in keys.enumerated() {
      let wanted = index == keys.count - 1 ? expected : []
      send(.keyPressed(key), effects: wanted, sourceLocation: sourceLocation)
    }
  }

  /// Types a text.
  mutating func type(_ text: String) {
    for character in text { press(.character(character)) }
  }

  /// The text of the newest message, or nil where there is none.
  var toast: String? { state.toasts.last?.text }
}

extension DashboardEffect {
  fileprivate var isKeep: Bool { if case .keep = self { true } else { false } }
}
