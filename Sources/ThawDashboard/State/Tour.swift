import ThawProtocol

/// The tour: a recording that plays, and what there is to see and to press.
struct Tour: Equatable, Sendable {
  var playback: Playback
  /// Which tip is shown, an index into ``tips``.
  private(set) var tip = 0
  /// Whether the tips follow the recording; nobody chose one yet.
  private var isFollowing = true
  /// For how many seconds the tip was shown while the recording played.
  private var tipSeconds = 0.0
  /// When it last went on, on the dashboard's clock.
  private(set) var tickedAt: Double
  /// What was open before; nil where nothing was.
  let previous: Opening?

  /// About as long as reading a tip and looking for what it says takes, in seconds.
  private static let patience = 7.0
  /// For how many seconds a thaw is announced.
  private static let lead = 2.0

  init(_ playback: Playback, at now: Double, previous: Opening?) {
    (self.playback, tickedAt, self.previous) = (playback, now, previous)
  }

  /// Lets the recording go on, and the tips with it until somebody chooses one: that about the first thaw comes just
  /// before it, each of those behind it once the one before had its time.
  mutating func advance(to now: Double) {
    let seconds = now - tickedAt
    tickedAt = now
    guard !playback.isPaused, !playback.isOver else { return }
    playback.advance(by: seconds)
    guard isFollowing, tip < Self.tips.count - 1 else { return }
    tipSeconds += seconds
    let next = Self.tips[tip + 1]
    let isDue = next.isAboutThaw ? momentBeforeThaw.map { playback.time >= $0 } : nil
    if isDue ?? (tipSeconds >= Self.patience) { show(tip + 1) }
  }

  /// Shows another tip because somebody wants to see it; the one about the first thaw takes the recording there.
  ///
  /// False behind the last.
  mutating func chooseTip(by distance: Int) -> Bool {
    guard tip + distance < Self.tips.count else { return false }
    isFollowing = false
    show(max(0, tip + distance))
    if Self.tips[tip].isAboutThaw, let moment = momentBeforeThaw {
      playback.seek(to: moment)
      playback.isPaused = false
    }
    return true
  }

  private mutating func show(_ next: Int) { (tip, tipSeconds) = (next, 0) }

  /// Early enough for the first thaw to be seen coming.
  private var momentBeforeThaw: Double? {
    playback.firstThaw.map { $0 - Self.lead * playback.speed }
  }

  /// Something to see and to press.
  struct Tip: Sendable {
    let title: String
    /// With the keys as the person has them.
    let lines: @Sendable (_ key: (Intent) -> String) -> [String]
    /// Whether it is about the first thaw, to which the recording then goes.
    var isAboutThaw = false
  }

  static let tips = [
    Tip(title: "a run, played back") { key in
      [
        "This is a real fine-tune, recorded step by step.",
        "\(key(.tour(.togglePlayback))) holds it, \(key(.tour(.changeSpeed(by: 1)))) and "
          + "\(key(.tour(.changeSpeed(by: -1)))) change its speed.",
        "\(key(.tour(.moveTip(by: 1)))) shows the next tip, "
          + "\(key(.tour(.moveTip(by: -1)))) the one before.",
      ]
    },
    Tip(
      title: "a thaw",
      lines: { key in
        [
          "Watch: somebody is about to press \(key(.toggleRows)) on layers.",
          "It is answered at a step, the layers get ●, and the",
          "curve and the journal get a mark.",
        ]
      }, isAboutThaw: true),
    Tip(title: "what it did") { key in
      [
        "\(key(.moveToIntervention(by: 1))) puts the crosshair on the next mark: the border says",
        "how the curve's slope changed there, and every chart",
        "its value at that step. \(key(.back)) lets go.",
      ]
    },
    Tip(title: "the loss") { key in
      [
        "Behind: the loss of each step. In front: smoothed.",
        "The other colour: the loss on the validation split.",
        "\(key(.cycleSmoothing)) smoothing, \(key(.toggleLogarithm)) logarithmic, "
          + "\(key(.toggleClipping)) without outliers, \(key(.cycleAxis)) axis.",
      ]
    },
    Tip(title: "the layers") { key in
      [
        "❄ is frozen, ● trains; the bracket is what the",
        "backward pass reaches. \(key(.move(by: 1))) and \(key(.move(by: -1))) move. The border below",
        "says what \(key(.toggleRows)) would do to the time of a step.",
      ]
    },
    Tip(title: "charts") { key in
      [
        "\(key(.nextPane(by: 1))) goes to the charts, \(key(.open)) makes one large,",
        "\(key(.cycleMetric(by: 1))) shows another metric in it, \(key(.addChart)) adds one, "
          + "\(key(.dropChart)) drops it.",
        "\(key(.zoom(by: 1))) and \(key(.zoom(by: -1))) zoom, \(key(.moveSideways(by: -1))) and "
          + "\(key(.moveSideways(by: 1))) move, \(key(.followNewest)) follows the newest steps.",
      ]
    },
    Tip(title: "commands") { key in
      [
        "Everything can be typed: \(key(.openPalette)) opens a line that completes",
        "freeze blocks.0-4, lr 3e-4, pause. Each is answered",
        "“applied at step n” or “refused, because”.",
      ]
    },
    Tip(title: "leaving") { key in
      [
        "\(key(.detach)) only detaches: training goes on in the background,",
        "and thaw attach shows all of it again.",
        "\(key(.savePicture)) writes the screen as a picture.",
      ]
    },
    Tip(title: "your own") { key in
      [
        "make demo starts a run like this one here and now;",
        "thaw run RECIPE any of yours.",
        "\(key(.toggleHelp)) lists all keys. \(key(.tour(.end))) ends the tour.",
      ]
    },
  ]
}
