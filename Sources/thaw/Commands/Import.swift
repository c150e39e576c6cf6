import ArgumentParser
import Foundation
import ThawStore

/// Stores what another tool logged as sessions.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Store what another tool logged as sessions, to look at and to compare.",
    discussion: """
      Reads TensorBoard event files (a file, or a folder of runs), W&B's .wandb of offline runs, \
      trainer_state.json of Hugging Face's Trainer, .csv with a header and .jsonl.
      """)

  @Argument(help: "The file or folder.")
  var path: String

  @Option(help: "The session's name; otherwise that of the file or folder.")
  var name: String?

  @Option(help: "Store a metric under another name: eval/loss=val/loss. May be repeated.")
  var rename: [String] = []

  @OptionGroup var library: LibraryOption

  func run() throws {
    var runs = try Importer.runs(at: URL(filePath: path))
    guard name == nil || runs.count == 1 else {
      throw Failure.usage("\(path) holds \(runs.count) runs; --name names only one")
    }
    for renaming in rename { try apply(renaming, to: &runs) }
    for run in runs {
      let folder = try library.opened.add(run, name: name)
      Output.line(
        "\(folder.name)  \(Numbers.count(run.count, "value")) of "
          + Numbers.count(run.metrics.count, "metric")
          + (run.textCells > 0
            ? "; left out: \(Numbers.count(run.textCells, "cell")) of text" : ""))
    }
  }

  private func apply(_ renaming: String, to runs: inout [ImportedRun]) throws {
    let names = renaming.split(separator: "=", maxSplits: 1).map(String.init)
    guard names.count == 2 else {
      throw Failure.usage("--rename takes old=new, such as eval/loss=val/loss; not “\(renaming)”")
    }
    var isKnown = false
    for index in runs.indices where runs[index].rename(names[0], to: names[1]) { isKnown = true }
    guard isKnown else {
      throw Failure.usage("no metric “\(names[0])” that could be called “\(names[1])”")
    }
  }
}
