public import ThawCanvas

extension Ability {
  /// What the environment says about the terminal, before it is asked itself.
  ///
  /// `NO_COLOR` (set and not empty) takes colours away. A locale that names another charset than
  /// UTF-8 takes everything but ASCII away; the C locale says nothing about the terminal, and
  /// terminals of today are UTF-8. The Linux console's font has no braille.
  ///
  /// - Parameters:
  ///   - environment: The process's environment.
  ///   - colors: What the terminal itself can show.
  public init(environment: [String: String], colors: ColorDepth) {
    let hasNoColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    let depth = hasNoColor ? ColorDepth.none : colors
    let isConsole = environment["TERM"]?.hasPrefix("linux") ?? false
    if Ability.charsetIsForeign(environment) {
      self = .ascii(colors: depth)
    } else {
      self.init(colors: depth, raster: isConsole ? .block : .braille)
    }
  }

  private static func charsetIsForeign(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
    guard let locale = names.first(where: { !$0.isEmpty }), let dot = locale.firstIndex(of: ".")
    else { return false }
    let charset = locale[locale.index(after: dot)...].prefix { $0 != "@" }.lowercased()
    return charset != "utf-8" && charset != "utf8"
  }
}
