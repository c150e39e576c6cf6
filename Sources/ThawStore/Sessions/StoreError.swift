/// Why a session cannot be read or written.
public enum StoreError: Error, Equatable, Sendable {
  /// No session has the name; `near` is the one that is spelt most alike.
  case notFound(String, folder: String, near: String?)
  /// More than one session's name starts so.
  case ambiguous(String, names: [String])
  /// A session of that name is there already.
  case exists(String)
  /// No deleted session had the name; `near` is the one that is spelt most alike.
  case notInTrash(String, near: String?)
  /// A deleted session cannot come back: there is another of its name.
  case nameTaken(String)
  /// The name cannot be a session's.
  case invalidName(String)
  /// The database was written by a newer thaw.
  case newerSchema(file: String)
  /// The database is not what thaw wrote.
  case damaged(file: String, detail: String)
  /// The disk is full; what was stored before stays, and writing works again once there is room.
  case diskFull(file: String)
  /// The system refused reading or writing.
  case unavailable(file: String, detail: String)
  /// Another engine runs the session.
  case engineRunning(session: String, pid: Int32?)
  /// The session keeps no such checkpoint; `kept` are the steps of those that it keeps.
  case noCheckpoint(session: String, CheckpointChoice, kept: [Int])
  /// A record's step is below the one before it.
  case stepWentBack(from: Int, to: Int)
}

extension StoreError: CustomStringConvertible {
  /// What is wrong, where, and what to do next.
  public var description: String {
    switch self {
    case .notFound(let name, let folder, let near):
      "no session “\(name)” in \(folder)"
        + (near.map { "; did you mean “\($0)”?" } ?? "; `thaw ls` lists them")
    case .ambiguous(let name, let names):
      "“\(name)” may be any of \(names.joined(separator: ", ")); write more of the name"
    case .exists(let name): "a session “\(name)” exists; choose another name"
    case .notInTrash(let name, let near):
      "no session “\(name)” is in the trash"
        + (near.map { "; did you mean “\($0)”?" } ?? "; `thaw restore` lists those that are")
    case .nameTaken(let name):
      "there is another session “\(name)”; give it a new name first: "
        + "thaw label \(name) --name NEW, then thaw restore \(name)"
    case .invalidName(let name): "“\(name)” cannot be a session's name: \(SessionName.rule)"
    case .newerSchema(let file):
      "\(file) was written by a newer version of thaw; update thaw to read it"
    case .damaged(let file, let detail):
      "\(file) is damaged: \(detail)"
        + (file.hasSuffix(".sqlite") ? "; `thaw doctor` tells what can be mended" : "")
    case .diskFull(let file):
      "the disk is full, so \(file) cannot grow; nothing stored is lost, make room to go on"
    case .unavailable(let file, let detail): "cannot use \(file): \(detail)"
    case .engineRunning(let session, let pid):
      "session “\(session)” is already run by an engine"
        + (pid.map { ", process \($0)" } ?? "") + "; attach to it, or stop it first"
    case .noCheckpoint(let session, let choice, let kept):
      Self.noCheckpoint(of: session, choice, kept.map(String.init).joined(separator: ", "))
    case .stepWentBack(let from, let to):
      "metrics of step \(to) came after those of step \(from); a run that goes back begins an attempt"
    }
  }

  private static func noCheckpoint(
    of session: String, _ choice: CheckpointChoice, _ kept: String
  ) -> String {
    guard !kept.isEmpty else {
      return
        "session “\(session)” has no checkpoint; thaw send \(session) checkpoint writes one while it runs"
    }
    return switch choice {
    case .step(let step):
      "session “\(session)” keeps no checkpoint of step \(step); it keeps those of \(kept)"
    case .best, .newest:
      "session “\(session)” measured nothing that tells its best checkpoint; choose a step: \(kept)"
    }
  }
}
