/// A panel over the middle of the screen that hides what lies beneath.
public struct Popup<Content: View>: View {
  /// At the left of its top border.
  public var title: Line
  /// At the right of its bottom border.
  public var footer: Line
  /// The size it wants, border included.
  public var size: Size
  /// What is inside.
  public var content: Content

  /// Makes a popup.
  public init(_ title: Line, footer: Line = [], size: Size, content: Content) {
    self.title = title
    self.footer = footer
    self.size = size
    self.content = content
  }

  /// Where the content lies when the popup is drawn in this area.
  public func contentArea(in area: Rect) -> Rect {
    Panel.inner(of: area.centered(size)).inset(by: Insets(left: 1, right: 1))
  }

  /// Clears its place in the middle of the area, and draws the border and the content.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    let frame = area.centered(size)
    buffer.fill(frame, style: context[.popup])
    Panel(title, footer: footer, isFocused: true)
      .render(in: frame, into: &buffer, context: context)
    content.render(in: contentArea(in: area), into: &buffer, context: context)
  }
}

/// An empty ground in one role, to draw on.
public struct Backdrop: Equatable, Sendable, View {
  /// The role whose colours it has.
  public var role: Role

  /// Makes a ground.
  public init(_ role: Role = .text) { self.role = role }

  /// Clears the area.
  public func render(in area: Rect, into buffer: inout Buffer, context: RenderContext) {
    buffer.fill(area, style: context[role])
  }
}
