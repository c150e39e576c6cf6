import ArgumentParser
import Foundation
import Glibc
import ThawCanvas
import ThawDashboard

/// A look at the dashboard without staying in it, for scripts and documents.
struct OnceOptions: ParsableArguments {
  @Flag(help: "Print the screen once, as text, and return.")
  var once = false

  @Option(help: "With --once: the screen's size; otherwise the terminal's, or 160x50.")
  var size: ScreenSize?

  @Option(
    help:
      "With --once: keys to press first, as the help names them: “2 k k enter”. No command is sent."
  )
  var press: String?

  @Option(help: "With --once: write the screen to this SVG file instead.")
  var svg: String?

  @OptionGroup var output: OutputOption

  func validate() throws {
    guard svg != nil || !output.force else { throw ValidationError("--force goes with --svg") }
    guard once || (size == nil && press == nil && svg == nil) else {
      throw ValidationError("--size, --press and --svg go with --once")
    }
    _ = try keys
  }

  /// Draws a state, and prints it or writes it.
  ///
  /// - Throws: ``Failure`` for an unknown theme, or why the file cannot be written.
  func show(_ state: DashboardState, look: Look) throws {
    var themes = Themes()
    if let name = look.theme, !themes.take(name) {
      throw Failure.usage("no theme “\(name)”; there are \(themes.names.joined(separator: ", "))")
    }
    let context = RenderContext(
      theme: themes.current, ability: look.isASCII ? .ascii(colors: .full) : Ability())
    let shot = Screenshot(of: state, context)
    guard let svg else { return Output.line(shot.text) }
    try output.write(Data(shot.svg.utf8), to: svg)
  }

  /// How large the picture is.
  var area: Size {
    size?.size ?? terminalSize() ?? Size(width: 160, height: 50)
  }

  /// What is pressed first.
  var keys: [Key] {
    get throws {
      try (press ?? "").split(separator: " ").map { name in
        guard let key = Key(named: String(name)) else {
          throw ValidationError(
            "no key is called “\(name)”; --press takes enter, tab, left, j, ctrl-d…")
        }
        return key
      }
    }
  }
}

/// A size as `160x50`.
struct ScreenSize: ExpressibleByArgument {
  let size: Size

  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false)
      .compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy((1...1_000).contains) else { return nil }
    size = Size(width: sides[0], height: sides[1])
  }
}

/// The size of the terminal that is written to; nil where it is none.
func terminalSize() -> Size? {
  var window = winsize()
  guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
  else { return nil }
  return Size(width: Int(window.ws_col), height: Int(window.ws_row))
}
