import ThawProtocol

/// The commands that a line after `:` can start with.
public enum CommandTable {
  /// Those of a run, which `thaw send` takes too, and the dashboard's own, as Markdown for README.
  public static var markdown: String {
    """
    Of a run, also with `thaw send SESSION …`; each is answered and journaled:

    \(table(Command.syntax))

    Of the dashboard:

    \(table(PaletteCommand.syntax))

    """
  }

  private static func table(
    _ commands: [(name: String, arguments: String, help: String)]
  ) -> String {
    let lines = commands.map { command in
      let usage = [command.name, command.arguments].filter { !$0.isEmpty }.joined(separator: " ")
      return "| `\(usage.replacing("|", with: "\\|"))` | \(command.help) |"
    }
    return "| command | does |\n|---|---|\n" + lines.joined(separator: "\n")
  }
}
