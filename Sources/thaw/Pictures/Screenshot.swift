import Foundation
import ThawCanvas
import ThawDashboard

/// The dashboard's screen, drawn without a terminal.
struct Screenshot {
  let buffer: Buffer
  private let ground: Style

  /// Draws a state.
  init(of state: DashboardState, _ context: RenderContext) {
    var buffer = Buffer(size: state.size)
    DashboardView.render(state, context: context, into: &buffer)
    self.buffer = buffer
    ground = context[.text]
  }

  /// The screen as text, without spaces at the ends of lines.
  var text: String { buffer.text }

  /// The screen as an SVG image.
  var svg: String { SVGPicture(buffer, ground: ground).text }

  /// Writes both into this folder, under a name that is free.
  ///
  /// - Returns: Their path without its extension.
  /// - Throws: Why they cannot be written; what was written is then gone again.
  func write(stem: String) throws -> String {
    let files = FileManager.default
    let names = [stem] + (2...).lazy.prefix(9_998).map { "\(stem)-\($0)" }
    let path =
      names.first { name in
        ["svg", "txt"].allSatisfy { !files.fileExists(atPath: "\(name).\($0)") }
      } ?? stem
    let (image, plain) = (URL(filePath: "\(path).svg"), URL(filePath: "\(path).txt"))
    try Data(svg.utf8).write(to: image, options: .atomic)
    do {
      try Data((text + "\n").utf8).write(to: plain, options: .atomic)
    } catch {
      try? files.removeItem(at: image)
      throw error
    }
    return path
  }
}
