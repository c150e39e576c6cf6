public import Foundation

/// Reads what other tools logged.
public enum Importer {
  /// Reads all runs of a file or folder, in the order of their names.
  ///
  /// - TensorBoard event files: one, or a folder of them at any depth; a folder with event files
  ///   is a run, however many programs wrote into it.
  /// - W&B's `.wandb` of an offline run, or the run's folder.
  /// - `trainer_state.json` of Hugging Face's Trainer, or the checkpoint's folder.
  /// - `.csv` with a header, `.jsonl` or `.ndjson` with an object a line.
  ///
  /// A last record that is cut off, as one being written is, is left out. Whether a last line of CSV is cannot be told
  /// from its text: without an end it is left out while the file `isGrowing`.
  ///
  /// - Throws: ``ImportError``.
  public static func runs(
    at url: URL, isGrowing: Bool = false
  ) throws(ImportError) -> [ImportedRun] {
    guard let sources = allSources(at: url) else {
      throw .unreadable(path: url.path, detail: "there is no such file or folder")
    }
    guard !sources.isEmpty else { throw .unknownFormat(path: url.path) }
    var runs: [ImportedRun] = []
    for source in sources {
      let run = try source.read(isGrowing: isGrowing)
      if run.count > 0 { runs.append(run) }
    }
    guard !runs.isEmpty else { throw .nothing(path: url.path) }
    return runs
  }

  /// The files that ``runs(at:)`` reads.
  static func files(at url: URL) -> [URL] { (allSources(at: url) ?? []).flatMap(\.files) }

  /// The runs' files; nil where there is no such file or folder.
  private static func allSources(at url: URL) -> [Source]? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      return nil
    }
    return isFolder.boolValue ? sources(in: url) : [Source(file: url)].compactMap(\.self)
  }

  private static func sources(in folder: URL) -> [Source] {
    let root = folder.standardizedFileURL
    let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    var events: [String: [URL]] = [:]
    var others: [Source] = []
    for path in (paths ?? []).sorted() {
      guard let source = Source(file: root.appending(path: path), inFolder: true) else { continue }
      guard source.format == .tensorBoard else {
        others.append(source)
        continue
      }
      events[(path as NSString).deletingLastPathComponent, default: []] += source.files
    }
    let runs = events.sorted { $0.key < $1.key }.map { path, files in
      let name = path.isEmpty ? root.lastPathComponent : path
      return Source(
        format: .tensorBoard, name: name, place: root.appending(path: path), files: files)
    }
    return runs + others
  }
}

/// The files of one run.
struct Source {
  enum Format: String {
    case tensorBoard = "TensorBoard"
    case wandb = "W&B"
    case trainerState = "trainer_state.json"
    case csv = "CSV"
    case jsonLines = "JSON lines"
  }

  var format: Format
  var name: String
  var place: URL
  var files: [URL]

  init(format: Format, name: String, place: URL, files: [URL]) {
    self.format = format
    self.name = name
    self.place = place
    self.files = files
  }

  /// Tells a file's format by its name; nil for others, and for tables that only lie in a folder.
  init?(file: URL, inFolder: Bool = false) {
    let name = file.lastPathComponent
    let folder = file.deletingLastPathComponent().standardizedFileURL.lastPathComponent
    let stem = file.deletingPathExtension().lastPathComponent
    switch file.pathExtension.lowercased() {
    case _ where name.contains("tfevents"):
      self.init(format: .tensorBoard, name: folder, place: file, files: [file])
    case "wandb": self.init(format: .wandb, name: stem, place: file, files: [file])
    case "json" where name == "trainer_state.json":
      self.init(format: .trainerState, name: folder, place: file, files: [file])
    case "csv" where !inFolder: self.init(format: .csv, name: stem, place: file, files: [file])
    case "jsonl" where !inFolder, "ndjson" where !inFolder:
      self.init(format: .jsonLines, name: stem, place: file, files: [file])
    default: return nil
    }
  }

  func read(isGrowing: Bool) throws(ImportError) -> ImportedRun {
    var reading = RunReading()
    for file in files {
      let data: Data
      do { data = try Data(contentsOf: file) } catch {
        throw .unreadable(path: file.path, detail: systemReason(error))
      }
      switch format {
      case .tensorBoard: try EventFile(path: file.path).read(data, into: &reading)
      case .wandb: try WandbFile(path: file.path).read(data, into: &reading)
      case .trainerState: try TrainerState(path: file.path).read(data, into: &reading)
      case .csv: try CSVTable(path: file.path, isGrowing: isGrowing).read(data, into: &reading)
      case .jsonLines: try JSONLines(path: file.path).read(data, into: &reading)
      }
    }
    reading.points.arrange()
    return ImportedRun(
      name: reading.name ?? name, origin: "\(format.rawValue), \(place.path)",
      settings: reading.settings.mapValues(\.withoutControls), started: started(&reading),
      textCells: reading.textCells, points: reading.points)
  }

  /// When the run began; its times are counted from then.
  private func started(_ reading: inout RunReading) -> Date {
    let attributes = try? FileManager.default.attributesOfItem(atPath: files.first?.path ?? "")
    let modified = attributes?[.modificationDate] as? Date ?? Date()
    guard let first = reading.points.startTimesAtZero() else { return modified }
    // Fewer seconds than these since 1970 are seconds since the run began.
    return reading.started ?? (first > 1e8 ? Date(timeIntervalSince1970: first) : modified)
  }
}

/// What reading a run's files has found so far.
struct RunReading {
  var points = PointTable()
  var settings: [String: String] = [:]
  var name: String?
  var started: Date?
  var textCells = 0
}
