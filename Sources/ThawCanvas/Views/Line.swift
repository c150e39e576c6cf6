/// A piece of text in one role.
public struct Span: Equatable, Sendable {
  /// The text, without line breaks.
  public var text: String
  /// Its role; nil looks like what it is part of.
  public var role: Role?
  /// Emphasis on top of the role's.
  public var attributes: Attributes

  /// Makes a span.
  public init(_ text: String, _ role: Role? = nil, attributes: Attributes = []) {
    self.text = text
    self.role = role
    self.attributes = attributes
  }

  /// A glyph as a span.
  public init(_ character: Character, _ role: Role? = nil, attributes: Attributes = []) {
    self.init(String(character), role, attributes: attributes)
  }

  func style(_ context: RenderContext) -> Style {
    (role.map { context[$0] } ?? .plain).adding(attributes)
  }
}

/// Where a line stands in a space wider than itself.
public enum Alignment: Sendable {
  /// At the left edge.
  case leading
  /// In the middle.
  case center
  /// At the right edge.
  case trailing
}

/// One line of spans; draws itself in the first row of an area, cut off with `…` where it is too
/// long.
public struct Line: Equatable, Sendable, View {
  /// The pieces, from left to right.
  public var spans: [Span]
  /// Where it stands.
  public var alignment: Alignment

  /// Makes a line of spans.
  public init(_ spans: [Span], alignment: Alignment = .leading) {
    self.spans = spans
    self.alignment = alignment
  }

  /// Makes a line of one span.
  public init(_ text: String, _ role: Role? = nil, alignment: Alignment = .leading) {
    self.init([Span(text, role)], alignment: alignment)
  }

  /// Columns it takes.
  public var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

  /// The text without roles.
  public var plainText: String { spans.map(\.text).joined() }

  /// One line after another.
  public static func + (left: Line, right: Line) -> Line {
    Line(left.spans + right.spans, alignment: left.alignment)
  }

  /// Draws the line.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let area = area.row(0)
    guard !area.isEmpty else { return }
    let total = columns
    let isCut = total > area.width
    let slack = isCut ? 0 : area.width - total
    var x =
      switch alignment {
      case .leading: area.x
      case .center: area.x + slack / 2
      case .trailing: area.x + slack
      }
    let limit = isCut ? area.right - 1 : area.right
    for span in spans {
      let style = span.style(context)
      guard isCut else {
        x = buffer.write(span.text, x: x, y: area.y, style: style, clip: area)
        continue
      }
      for character in span.text {
        let width = max(1, character.columns)
        if x + width > limit {
          buffer.put(context.glyphs.ellipsis, x: x, y: area.y, style: style, clip: area)
          return
        }
        buffer.put(character, x: x, y: area.y, style: style, clip: area)
        x += width
      }
    }
  }
}

extension Line: ExpressibleByStringInterpolation {
  /// A line of plain text.
  public init(stringLiteral text: String) { self.init(text) }
}

extension Line: ExpressibleByArrayLiteral {
  /// A line of spans.
  public init(arrayLiteral spans: Span...) { self.init(spans) }
}
