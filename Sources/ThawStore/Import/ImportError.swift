/// Why files of another tool cannot be imported.
public enum ImportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system refused reading.
  case unreadable(path: String, detail: String)
  /// It is none of the formats that thaw reads.
  case unknownFormat(path: String)
  /// It was read, and holds no number to plot.
  case nothing(path: String)
  /// A record whose bytes are not what was written, at an offset in bytes.
  case damaged(path: String, offset: Int, detail: String)
  /// A line of text, counted from 1, that is not what it should be.
  case malformed(path: String, line: Int, detail: String)

  /// What is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .unreadable(let path, let detail): "cannot read \(path): \(detail)"
    case .unknownFormat(let path):
      "\(path) is none of the formats that thaw reads: TensorBoard event files, W&B .wandb, "
        + "trainer_state.json, .csv, .jsonl, or a folder with runs of the first three"
    case .nothing(let path): "\(path) holds no scalars"
    case .damaged(let path, let offset, let detail):
      "\(path) is damaged at byte \(offset): \(detail); nothing was imported"
    case .malformed(let path, let line, let detail):
      "\(path), line \(line): \(detail); nothing was imported"
    }
  }
}
