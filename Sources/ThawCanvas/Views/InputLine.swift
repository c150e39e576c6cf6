/// A line that is being typed: a prompt, the text with a cursor, and what completion would add.
public struct InputLine: Equatable, Sendable, View {
  /// What stands before the text.
  public var prompt: String
  /// What was typed.
  public var text: String
  /// The cursor's place: so many characters lie before it.
  public var cursor: Int
  /// What completion would add at the end.
  public var completion: String

  /// Makes an input line, with the cursor at the end unless told otherwise.
  public init(prompt: String, text: String, cursor: Int? = nil, completion: String = "") {
    self.prompt = prompt
    self.text = text
    self.cursor = min(max(0, cursor ?? text.count), text.count)
    self.completion = completion
  }

  /// Draws the line in the first row, scrolled so that the cursor is in view.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let area = area.row(0)
    guard !area.isEmpty else { return }
    buffer.fill(area, style: context[.input])
    buffer.write(prompt, x: area.x, y: area.y, style: context[.accent], clip: area)
    let field = area.inset(by: Insets(left: prompt.columns))
    let before = text.prefix(cursor).columns
    let start = field.x - max(0, before + 1 - field.width)
    let end = buffer.write(text, x: start, y: area.y, style: context[.input], clip: field)
    buffer.write(completion, x: end, y: area.y, style: context[.muted], clip: field)
    let cell = Rect(x: start + before, y: area.y, width: 1, height: 1).intersection(field)
    buffer.restyle(cell, with: Style(attributes: .reverse))
  }
}
