/// One or many samples of a curve at one place: what they span, and what stands for them.
public struct PlotPoint: Equatable, Sendable {
  /// Where: a step, an epoch, seconds.
  public var x: Double
  /// The smallest finite sample.
  public var low: Double
  /// The largest finite sample.
  public var high: Double
  /// The value the line goes through; NaN where no sample was finite.
  public var mid: Double
  /// Whether a sample was NaN or infinite.
  public var isNonFinite: Bool

  /// Stands for many samples.
  public init(x: Double, low: Double, high: Double, mid: Double, isNonFinite: Bool = false) {
    self.x = x
    self.low = low
    self.high = high
    self.mid = mid
    self.isNonFinite = isNonFinite
  }

  /// Stands for one sample.
  public init(x: Double, y: Double) {
    self.init(x: x, low: y, high: y, mid: y, isNonFinite: !y.isFinite)
  }
}

/// One curve of a chart.
public struct PlotSeries: Equatable, Sendable {
  /// How samples become dots.
  public enum Shape: Sendable {
    /// Joined by lines.
    case line
    /// Each on its own.
    case dots
    /// What lies between their least and greatest values, faintly.
    case band
  }

  /// What it is called.
  public var name: String
  /// Its colour.
  public var role: Role
  /// Its points, by ascending x.
  public var points: [PlotPoint]
  /// How samples become dots.
  public var shape: Shape
  /// Whether it stands behind all others: where they share a cell it has none of it, and without colours it is thinned out.
  public var isBackdrop: Bool
  /// What is put on its line every few columns where colours cannot tell it from others; nil for a plain line.
  public var bead: Character?
  /// Whether the y axis reaches to its values; else what lies beyond those of the others leaves the picture.
  public var isInScale = true

  /// Makes a series; points stand by ascending x.
  public init(
    name: String, role: Role, points: [PlotPoint], shape: Shape = .line, isBackdrop: Bool = false,
    bead: Character? = nil
  ) {
    self.name = name
    self.role = role
    self.points = points
    self.shape = shape
    self.isBackdrop = isBackdrop || shape == .band
    self.bead = bead
  }

  /// The index of the first point at or after a place.
  func firstIndex(from x: Double) -> Int { points.partitionIndex { $0.x >= x } }
}

/// Something that happened at one place of the x axis.
public struct PlotMark: Equatable, Sendable {
  /// What happened.
  public enum Kind: Sendable {
    /// Layers were frozen.
    case freeze
    /// Layers were thawed.
    case thaw
    /// A checkpoint was written.
    case checkpoint
    /// A finding or a failure.
    case alarm
    /// A curve leaves another.
    case fork
    /// Anything else.
    case note
  }

  /// Where.
  public var x: Double
  /// What happened.
  public var kind: Kind
  /// In a few words; shortened in the picture where there is no room.
  public var label: String

  /// Makes a mark.
  public init(x: Double, kind: Kind, label: String = "") {
    self.x = x
    self.kind = kind
    self.label = label
  }
}

extension PlotMark.Kind {
  /// Its sign.
  public func glyph(_ glyphs: Glyphs) -> Character {
    switch self {
    case .freeze: glyphs.frozen
    case .thaw: glyphs.thaw
    case .checkpoint: glyphs.checkpoint
    case .alarm: glyphs.alarm
    case .note, .fork: glyphs.chevron
    }
  }

  /// Its colour.
  public var role: Role {
    switch self {
    case .freeze: .rowFrozen
    case .thaw: .rowTrainable
    case .checkpoint, .note, .fork: .plotMark
    case .alarm: .error
    }
  }

  /// Which of two that are close has the room; the larger.
  var weight: Int {
    switch self {
    case .alarm: 3
    case .freeze, .thaw: 2
    case .fork: 1
    case .checkpoint, .note: 0
    }
  }
}
