import ArgumentParser
import Foundation
import ThawCanvas
import ThawDashboard
import ThawProtocol
import ThawStore

/// Writes what a session holds in a format that other tools read.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a session's metrics, weights or recipe for other tools.",
    discussion: "Without a format: CSV on standard output, metric,step,epoch,time,value.")

  @Argument(help: "The session.")
  var session: String

  @Flag(help: "Print the metrics as CSV, the default.")
  var csv = false

  @Flag(help: "Print the metrics as JSON lines, an object a point.")
  var jsonl = false

  @Option(help: "Write the metrics as TensorBoard events into this folder.")
  var tensorboard: String?

  @Flag(help: "Print a recipe that makes the same run: what was done by hand is its plan.")
  var recipe = false

  @Option(help: "Write a checkpoint's weights to this safetensors file.")
  var weights: String?

  @OptionGroup var choice: CheckpointOption

  @Option(help: "Draw the metrics of --metric, else the losses, as an SVG picture into this file.")
  var svg: String?

  @Option(help: "The same as a PNG picture.")
  var png: String?

  @Flag(help: "Draw the PNG picture in colours for dark paper; an SVG picture fits both.")
  var dark = false

  @Option(help: "What the x-axis of the picture counts: step, epoch, time.")
  var axis = "step"

  @Option(help: "Smoothing of the picture's curves, 0 to 0.999.")
  var smooth = 0.0

  @Option(help: "Only this metric. May be repeated.")
  var metric: [String] = []

  @OptionGroup var output: OutputOption

  @OptionGroup var library: LibraryOption

  func validate() throws {
    let chosen = [csv, jsonl, tensorboard != nil, recipe, weights != nil, svg != nil, png != nil]
    guard chosen.count(where: { $0 }) <= 1 else {
      throw ValidationError("export writes one format at a time")
    }
    guard ["step", "epoch", "time"].contains(axis), (0...0.999).contains(smooth) else {
      throw ValidationError("--axis is step, epoch or time; --smooth a number from 0 to 0.999")
    }
    guard png != nil || !dark else { throw ValidationError("--dark goes with --png") }
    guard weights != nil || choice.at == nil else {
      throw ValidationError("--at chooses a checkpoint, for --weights")
    }
    guard !output.force || [tensorboard, weights, svg, png].contains(where: { $0 != nil }) else {
      throw ValidationError("--force goes with a file to write")
    }
    guard metric.isEmpty || !(recipe || weights != nil) else {
      throw ValidationError("--metric chooses among metrics, which this does not write")
    }
  }

  mutating func run() throws {
    let folder = try library.opened.resolve(session)
    let reader = try SessionReader(folder)
    if recipe { return try printRecipe(reader) }
    if let weights { return try copyWeights(of: reader, to: weights) }
    let logged = try reader.metricNames()
    metric = try metric.map { [session] name in
      guard let found = MetricName.meant(by: name, among: logged) else {
        throw Failure.usage("session “\(session)” logged no metric “\(name)”")
      }
      return found
    }
    if let svg { return try write(Data(picture(of: reader).document.utf8), to: svg) }
    if let png { return try write(picture(of: reader).pixels(isDark: dark).png, to: png) }
    let metrics = metric.isEmpty ? nil : metric
    if let tensorboard { return try writeEvents(of: reader, metrics, into: tensorboard) }
    let write: (String) throws -> Void = { piece in
      try FileHandle.standardOutput.write(contentsOf: Data(piece.utf8))
    }
    if jsonl {
      try reader.exportJSONLines(metrics: metrics, write)
    } else {
      try reader.exportCSV(metrics: metrics, write)
    }
  }

  private func picture(of reader: SessionReader) throws -> ChartPicture {
    let usual = [MetricName.trainLoss, MetricName.validationLoss]
    let names = metric.isEmpty ? usual : metric
    if let (one, other) = ChartPicture.unlike(names) {
      throw Failure.usage(
        "\(one) and \(other) have no y-axis in common; draw each into a picture of its own")
    }
    let axis = PlotAxis(rawValue: axis) ?? .step
    let curves = try reader.series(names, buckets: 512)
    let series = names.enumerated().compactMap { place, name in
      curves[name].map { buckets in
        ChartPicture.Series(
          name: name, buckets: buckets, axis: axis,
          smoothing: isNoisy(name) ? smooth : 0, color: place)
      }
    }
    return ChartPicture(
      metric: "\(reader.folder.name): \(names.joined(separator: ", "))", axis: axis,
      series: series, marks: try marks(of: reader, on: axis))
  }

  /// What was done to the run, at the steps of its training loss.
  private func marks(of reader: SessionReader, on axis: PlotAxis) throws -> [PlotMark] {
    let train = try reader.series([MetricName.trainLoss], buckets: 512)[MetricName.trainLoss]
    return ChartPicture.marks(of: try reader.detail().journal, along: train ?? [], on: axis)
  }

  private func write(_ picture: Data, to path: String) throws {
    try output.write(picture, to: path)
    Output.line(path)
  }

  private func printRecipe(_ reader: SessionReader) throws {
    if let origin = try reader.detail().origin {
      throw Failure.usage("“\(session)” was imported from \(origin); it has no recipe")
    }
    let (recipe, unsaid) = try reader.steeredRecipe()
    Output.write(recipe)
    for entry in unsaid {
      Output.warn(
        "“\(entry.command.text)” at step \(entry.step) is left out: no plan changes the plan; "
          + "thaw replay \(reader.folder.name) does it again")
    }
  }

  private func writeEvents(
    of reader: SessionReader, _ metrics: [String]?, into path: String
  ) throws {
    let folder = URL(filePath: path)
    let started = Int(try reader.summary().started.timeIntervalSince1970)
    let file = folder.appending(path: "events.out.tfevents.\(started).\(reader.folder.name)")
    try output.check(file.path)
    // Beside its place, under a name that is no event file's, and renamed when it is whole.
    let part = folder.appending(path: ".\(reader.folder.name).part")
    var damage: StoreError?
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data().write(to: part)
      let handle = try FileHandle(forWritingTo: part)
      do {
        try reader.exportEvents(metrics: metrics) { try handle.write(contentsOf: $0) }
      } catch let error as StoreError {
        // All that is whole was written.
        guard case .damaged = error else { throw error }
        damage = error
      }
      try handle.close()
      guard rename(part.path, file.path) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      try? FileManager.default.removeItem(at: part)
      throw error is StoreError ? error : Failure.unwritable(file.path, error)
    }
    Output.line(file.path)
    if let damage { throw damage }
  }

  private func copyWeights(of reader: SessionReader, to path: String) throws {
    try reader.refuseImported()
    let checkpoint = try reader.checkpoint(choice.choice)
    let source = reader.folder.checkpoints
      .appending(path: "\(checkpoint.folder)/model.safetensors")
    try output.write(try Data(contentsOf: source, options: .alwaysMapped), to: path)
    Output.line("\(path)  weights after step \(checkpoint.step)")
    guard let standing = try reader.standing(of: checkpoint) else { return }
    let (measured, best) = (standing.measured, standing.best)
    Output.line("  \(standing.metric) \(Numbers.short(measured.value)) at step \(measured.step)")
    guard choice.choice == .best, best.value != measured.value else { return }
    Output.line(
      "  the run had \(Numbers.short(best.value)) at step \(best.step), where no checkpoint was kept"
    )
  }
}
