/// The footer: keys and what they do now.
public struct KeyHints: Equatable, Sendable, View {
  /// One key.
  public struct Hint: Equatable, Sendable {
    /// The key, in print.
    public var key: String
    /// What it does, in a word or two.
    public var label: String
    /// Whether it does that now.
    public var isEnabled: Bool

    /// Makes a hint.
    public init(key: String, label: String, isEnabled: Bool = true) {
      self.key = key
      self.label = label
      self.isEnabled = isEnabled
    }

    /// How many columns it takes.
    public var columns: Int { key.columns + 1 + label.columns }
  }

  /// The keys, the most useful first.
  public var hints: [Hint]

  /// Makes a footer.
  public init(_ hints: [Hint]) { self.hints = hints }

  /// Draws as many keys as fit whole.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    for (hint, place) in zip(hints, places(in: area)) {
      let key = hint.isEnabled ? Role.footerKey : .muted
      let label = hint.isEnabled ? Role.footerLabel : .muted
      let attributes: Attributes = hint.isEnabled ? .bold : .dim
      Line([
        Span(hint.key, key, attributes: attributes), Span(" "),
        Span(hint.label, label, attributes: hint.isEnabled ? [] : .dim),
      ]).render(in: place, into: &buffer, context: context)
    }
  }

  /// The hint at a screen position, for a click.
  public func hint(atX x: Int, y: Int, in area: Rect) -> Int? {
    places(in: area).firstIndex { $0.contains(x: x, y: y) }
  }

  private func places(in area: Rect) -> [Rect] {
    var places: [Rect] = []
    var x = area.x + 1
    for hint in hints where area.height > 0 {
      guard x + hint.columns <= area.right else { break }
      places.append(Rect(x: x, y: area.y, width: hint.columns, height: 1))
      x += hint.columns + 2
    }
    return places
  }
}
