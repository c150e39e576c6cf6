/// What a person wants of the tour.
enum TourIntent: Equatable, Sendable {
  case togglePlayback
  case changeSpeed(by: Int)
  case moveTip(by: Int)
  case end
}

extension KeyTable {
  /// The keys of the tour, asked before those of the screen.
  static let tour = KeyTable(
    title: "Tour",
    bindings: [
      KeyBinding([">"], .tour(.moveTip(by: 1)), "next tip", help: "the next tip"),
      KeyBinding(["<"], .tour(.moveTip(by: -1)), help: "the tip before"),
      KeyBinding(
        ["p"], .tour(.togglePlayback),
        help: "hold the recording or go on; at its end, from the start",
        labelled: { $0.isPlaying ? "hold" : "play" }),
      KeyBinding(["}"], .tour(.changeSpeed(by: 1)), "faster", help: "play faster"),
      KeyBinding(["{"], .tour(.changeSpeed(by: -1)), "slower", help: "play slower"),
      KeyBinding(["X"], .tour(.end), "end", help: "end the tour"),
    ])
}
