import ArgumentParser

/// How the dashboard looks, for the commands that open it.
struct LookOptions: ParsableArguments {
  @Option(help: "The theme; otherwise the first, or “sixteen” where the terminal has 16 colours.")
  var theme: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
}
