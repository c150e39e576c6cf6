import Foundation
import TOMLKit

/// Something in a theme file that was left out of account, and why.
public struct ThemeWarning: Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public let source: String
  /// What is wrong and what was done about it.
  public let message: String

  /// `themes/night.toml: role "plot.trian" is unknown; did you mean "plot.train"?`.
  public var description: String { "\(source): \(message)" }
}

extension Theme {
  /// Reads a theme file's text.
  ///
  ///     name = "night"
  ///     kind = "dark"                  # or "light"
  ///     [colors]                       # names for #rrggbb, 0…255, bright-blue, default
  ///     ice = "#6cc5f0"
  ///     [roles]                        # a colour, or a table of what differs
  ///     accent = "ice"
  ///     title = { foreground = "ice", background = "default", bold = true }
  ///     "plot.train" = "ice"
  ///
  /// Never fails: what is wrong is left out and becomes a warning, and text that is no TOML at all
  /// gives ``builtIn``.
  ///
  /// - Parameters:
  ///   - toml: The file's text.
  ///   - source: What warnings call the file; its name without extension names a theme that has no
  ///     name.
  /// - Returns: The theme and what was wrong, in the order of the file's keys.
  public static func load(
    _ toml: String, source: String
  ) -> (theme: Theme, warnings: [ThemeWarning]) {
    var reader = ThemeReader(source: source)
    do {
      let document = try TOMLTable(string: toml)
      // Tables inside point into the document.
      return withExtendedLifetime(document) { (reader.theme(document), reader.warnings) }
    } catch let error as TOMLParseError {
      let place = error.source.begin
      reader.warn("line \(place.line): \(error.description); the built-in theme is used instead")
    } catch {
      reader.warn("\(error); the built-in theme is used instead")
    }
    return (.builtIn, reader.warnings)
  }

  /// Reads every `*.toml` in a folder, by name.
  ///
  /// - Parameter folder: A path; one that can't be read gives a warning.
  /// - Returns: The themes that could be read, ``builtIn`` first where no file has its name, and
  ///   all warnings.
  public static func loadAll(
    inFolder folder: String
  ) -> (themes: [Theme], warnings: [ThemeWarning]) {
    var themes: [Theme] = []
    var warnings: [ThemeWarning] = []
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      return ([.builtIn], [ThemeWarning(source: folder, message: "the folder can't be read")])
    }
    for name in names.sorted() where name.hasSuffix(".toml") {
      let path = "\(folder)/\(name)"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        warnings.append(ThemeWarning(source: path, message: "the file can't be read as UTF-8 text"))
        continue
      }
      let loaded = load(text, source: path)
      warnings += loaded.warnings
      if !themes.contains(where: { $0.name == loaded.theme.name }) { themes.append(loaded.theme) }
    }
    if let own = themes.firstIndex(where: { $0.name == builtIn.name }) {
      themes.insert(themes.remove(at: own), at: 0)
    } else {
      themes.insert(.builtIn, at: 0)
    }
    return (themes, warnings)
  }
}
