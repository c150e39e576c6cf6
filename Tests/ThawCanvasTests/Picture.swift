import ThawCanvas

/// Draws a view into a buffer filled with `·`, so that cells it leaves out and cells it shouldn't
/// touch can be seen.
func picture(
  _ view: some View, _ width: Int, _ height: Int, ability: Ability = Ability()
) -> String {
  drawn(view, width, height, ability: ability).rows.joined(separator: "\n")
}

/// Draws a view as ``picture(_:_:_:ability:)`` does, and gives the buffer.
func drawn(
  _ view: some View, _ width: Int, _ height: Int, ability: Ability = Ability()
) -> Buffer {
  var buffer = Buffer(size: Size(width: width, height: height), filledWith: Cell("·"))
  let context = RenderContext(theme: .builtIn, ability: ability)
  view.render(in: buffer.bounds, into: &buffer, context: context)
  return buffer
}
