import ArgumentParser

/// How the dashboard looks.
struct Look {
  /// The theme's name; nil for the one that fits the terminal.
  var theme: String?
  /// Whether to draw with ASCII characters only.
  var isASCII = false
}

/// How the dashboard looks, for the commands that open it.
struct LookOptions: ParsableArguments {
  @Option(help: "The theme; otherwise one that fits the terminal's background and colours.")
  var theme: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  var look: Look { Look(theme: theme, isASCII: ascii) }
}
