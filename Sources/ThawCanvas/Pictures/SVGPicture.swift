/// A buffer as an SVG image.
///
/// Text is set in the viewer's monospaced font, stretched to the grid; dots, blocks and lines are drawn as
/// shapes, so that a curve looks the same everywhere. The same buffer gives the same text.
public struct SVGPicture {
  /// The file's content.
  public let text: String

  /// Draws a buffer.
  ///
  /// - Parameters:
  ///   - buffer: What to draw.
  ///   - ground: The colours that stand for the terminal's own, where it has any: a theme's text.
  public init(_ buffer: Buffer, ground: Style) {
    let paper = SVGPaper(ground)
    var shapes = SVGShapes()
    var backgrounds = ""
    var words = ""
    for y in 0..<buffer.size.height {
      var run = TextRun(y: y)
      var fill: (color: String, x: Int, end: Int)?
      for x in 0..<buffer.size.width {
        guard let cell = buffer[x, y] else { continue }
        let look = paper.look(of: cell.style)
        if let open = fill, open.color == look.background {
          fill?.end = x + 1
        } else {
          fill.map { backgrounds += paper.rectangle($0.color, x: $0.x, end: $0.end, y: y) }
          fill = look.background.map { ($0, x, x + 1) }
        }
        if cell.isContinuation { continue }
        if let shape = CellShape(cell.character) {
          shapes.add(shape, x: x, y: y, look.ink)
        } else if cell.character != " " {
          if !run.takes(cell, x: x, look) {
            words += run.text
            run = TextRun(cell, x: x, y: y, look)
          }
        }
      }
      fill.map { backgrounds += paper.rectangle($0.color, x: $0.x, end: $0.end, y: y) }
      words += run.text
    }
    let (width, height) = (buffer.size.width * SVGGrid.width, buffer.size.height * SVGGrid.height)
    text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-size="15" xml:space="preserve" \
      font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace">
      <rect width="100%" height="100%" fill="\(paper.background)"/>
      \(backgrounds)\(shapes.text)\(words)</svg>

      """
  }
}

/// The size of a cell in pixels.
enum SVGGrid {
  static let width = 9
  static let height = 18
}

/// A colour of ink, and how strong it is.
struct SVGInk: Hashable {
  var color: String
  var isDim: Bool

  /// Attributes for an element that is filled or stroked with it.
  func attributes(_ property: String) -> String {
    "\(property)=\"\(color)\"" + (isDim ? " opacity=\"0.6\"" : "")
  }
}

/// What a style is on paper.
struct SVGLook: Equatable {
  var ink: SVGInk
  /// Nil where the paper shows through.
  var background: String?
  var attributes: Attributes
}

/// The colours behind those that a theme leaves to the terminal.
private struct SVGPaper {
  let background: String
  private let foreground: String

  init(_ ground: Style) {
    background = Self.hex(ground.background) ?? "#16181d"
    foreground = Self.hex(ground.foreground) ?? "#d8dbe2"
  }

  func look(of style: Style) -> SVGLook {
    var front = Self.hex(style.foreground) ?? foreground
    var back = Self.hex(style.background) ?? background
    if style.attributes.contains(.reverse) { swap(&front, &back) }
    return SVGLook(
      ink: SVGInk(color: front, isDim: style.attributes.contains(.dim)),
      background: back == background ? nil : back, attributes: style.attributes)
  }

  func rectangle(_ color: String, x: Int, end: Int, y: Int) -> String {
    """
    <rect x="\(x * SVGGrid.width)" y="\(y * SVGGrid.height)" \
    width="\((end - x) * SVGGrid.width)" height="\(SVGGrid.height)" fill="\(color)"/>

    """
  }

  private static func hex(_ color: Color?) -> String? {
    guard let (red, green, blue) = color?.components else { return nil }
    return Color.rgb(UInt8(red), UInt8(green), UInt8(blue)).description
  }
}

/// Neighbouring characters of one look.
private struct TextRun {
  private let y: Int
  private var x = 0
  private var end = 0
  private var characters = ""
  private var isASCII = true
  private var look: SVGLook?

  init(y: Int) { self.y = y }

  init(_ cell: Cell, x: Int, y: Int, _ look: SVGLook) {
    self.y = y
    self.x = x
    self.look = look
    isASCII = cell.character.isASCII
    append(cell, x: x)
  }

  /// Adds a cell if it can be set in one piece with those before; a font's signs may be of any width, so
  /// each stands for itself.
  mutating func takes(_ cell: Cell, x: Int, _ look: SVGLook) -> Bool {
    guard look == self.look, isASCII, cell.character.isASCII, x <= end + 1 else { return false }
    // A line under words has no gap, so only their own spaces may be left to the run.
    if x > end {
      guard !look.attributes.contains(.underline) else { return false }
      characters += " "
    }
    append(cell, x: x)
    return true
  }

  private mutating func append(_ cell: Cell, x: Int) {
    end = x + Int(cell.width)
    switch cell.character {
    case "&": characters += "&amp;"
    case "<": characters += "&lt;"
    case ">": characters += "&gt;"
    // Without the selector some fonts take these for pictures.
    case "❄", "☀": characters += "\(cell.character)\u{FE0E}"
    default: characters.append(cell.character)
    }
  }

  var text: String {
    guard let look else { return "" }
    var extra = ""
    if look.attributes.contains(.bold) { extra += " font-weight=\"bold\"" }
    if look.attributes.contains(.italic) { extra += " font-style=\"italic\"" }
    if look.attributes.contains(.underline) { extra += " text-decoration=\"underline\"" }
    return """
      <text x="\(x * SVGGrid.width)" y="\(y * SVGGrid.height + 14)" \
      textLength="\((end - x) * SVGGrid.width)" lengthAdjust="spacingAndGlyphs" \
      \(look.ink.attributes("fill"))\(extra)>\(characters)</text>

      """
  }
}
