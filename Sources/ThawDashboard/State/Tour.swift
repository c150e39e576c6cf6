import ThawProtocol

/// The tour: a recording that plays, and what there is to see and to press.
struct Tour: Equatable, Sendable {
  var playback: Playback
  /// Which tip is shown, an index into ``tips``.
  var tip = 0
  /// When it last went on, on the dashboard's clock.
  var tickedAt: Double
  /// The session that was open before; nil where none was.
  let previous: String?

  /// Something to see and to press.
  struct Tip: Equatable {
    let title: String
    let lines: [String]
    /// Whether it is about the first thaw, to which the recording then goes.
    var isAboutThaw = false
  }

  static let tips = [
    Tip(
      title: "a run, played back",
      lines: [
        "This is a real fine-tune, recorded step by step.",
        "p holds it, } and { change its speed.",
        "> shows the next tip, < the one before.",
      ]),
    Tip(
      title: "the loss",
      lines: [
        "Behind: the loss of each step. In front: smoothed.",
        "The other colour: the loss on the validation split.",
        "S smoothing, L logarithmic, o without outliers, x axis.",
      ]),
    Tip(
      title: "the layers",
      lines: [
        "❄ is frozen, ● trains; the bracket is what the",
        "backward pass reaches. j and k move. The border below",
        "says what space would do to the time of a step.",
      ]),
    Tip(
      title: "a thaw",
      lines: [
        "Watch: somebody is about to press space on layers.",
        "It is answered at a step, the layers get ●, and the",
        "curve and the journal get a mark.",
      ], isAboutThaw: true),
    Tip(
      title: "what it did",
      lines: [
        "n puts the crosshair on the next mark: the border says",
        "how the curve's slope changed there, and every chart",
        "its value at that step. esc lets go.",
      ]),
    Tip(
      title: "charts",
      lines: [
        "tab goes to the charts, enter makes one large,",
        "m shows another metric in it, a adds one, d drops it.",
        "+ and - zoom, h and l move, f follows the newest steps.",
      ]),
    Tip(
      title: "commands",
      lines: [
        "Everything can be typed: : opens a line that completes",
        "freeze blocks.0-4, lr 3e-4, pause. Each is answered",
        "“applied at step n” or “refused, because”.",
      ]),
    Tip(
      title: "leaving",
      lines: [
        "q only detaches: training goes on in the background,",
        "and thaw attach shows all of it again.",
        "P writes the screen as a picture.",
      ]),
    Tip(
      title: "your own",
      lines: [
        "make demo starts a run like this one here and now;",
        "thaw run RECIPE any of yours.",
        "? lists all keys. > or X ends the tour.",
      ]),
  ]
}
