import Foundation
import GRDB
public import ThawProtocol

/// Why a session cannot be forked or replayed.
public enum ForkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// An imported session has curves only.
  case imported(String)
  /// The session has not come so far.
  case beyond(step: Int, last: Int, session: String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .imported(let name):
      "session “\(name)” was imported: it has curves, but neither a recipe to run again nor weights"
    case .beyond(let step, let last, let session):
      "session “\(session)” has no step \(step); it came to \(last)"
    }
  }
}

extension SessionLibrary {
  /// Makes a session that shares the past of another up to a step and goes its own way from there.
  ///
  /// Its folder then holds all that an engine needs to go on: the recipe, what was logged and journaled up to the last
  /// checkpoint at or before the step, that checkpoint (linked, so that it takes no room), and a script that asks
  /// again for what was done between checkpoint and step, then for what is to be different. The trunk is only read.
  ///
  /// - Parameters:
  ///   - trunk: The session to share the past of.
  ///   - step: Steps completed at the fork; nil: at the newest checkpoint.
  ///   - name: The new session's name; nil: the trunk's, with `-fork` behind it.
  ///   - commands: What to do first, before the step that follows the fork.
  /// - Returns: The new session's folder; its engine resumes it.
  /// - Throws: ``ForkError``, ``StoreError``, ``RecipeError``, or `CommandSyntaxError` where a command names no row of
  ///   the trunk; nothing is left behind then.
  public func fork(
    _ trunk: SessionFolder, at step: Int? = nil, name: String? = nil, commands: [Command] = []
  ) throws -> SessionFolder {
    let reader = try SessionReader(trunk)
    let recipe = try reader.runnableRecipe()
    let past = try reader.past(upTo: step)
    let rows = try reader.rows().map(\.name)
    if !rows.isEmpty { for command in commands { try command.check(against: rows) } }
    let folder = try name.map(create(exactly:)) ?? create(like: "\(trunk.name)-fork")
    do {
      let store = try SessionStore(creating: folder, recipe: recipe)
      try reader.copyPast(past, to: store)
      try store.append(
        journal: JournalEntry(
          step: past.checkpointStep, time: past.entries.last?.entry.time ?? 0,
          command: ForkOrigin(
            trunk: trunk.name, formerNames: try trunk.labels().formerNames, step: past.step
          ).text,
          outcome: .applied(step: past.checkpointStep)))
      if let checkpoint = past.checkpoint {
        try link(checkpoint.info, of: trunk, into: folder)
        try store.add(checkpoint.info)
      }
      let script = ReplayScript(
        entries: past.script + commands.map { .init(step: past.step, command: $0) })
      try script.write(to: folder)
      try store.setPhase(.stopped, step: past.checkpointStep)
      try store.close()
    } catch {
      try? FileManager.default.removeItem(at: folder.url)
      throw error
    }
    return folder
  }

  /// Makes a session that does again what another did, from its beginning to where it came.
  ///
  /// - Throws: ``ForkError``, ``StoreError``, or ``RecipeError``; nothing is left behind then.
  public func replay(_ session: SessionFolder, name: String? = nil) throws -> SessionFolder {
    let reader = try SessionReader(session)
    var recipe = try reader.runnableRecipe()
    recipe.run.threads = try recipe.run.threads ?? reader.threads()
    let script = try reader.replayScript()
    let folder = try name.map(create(exactly:)) ?? create(like: "\(session.name)-replay")
    do {
      try recipe.toml.write(to: folder.recipe, atomically: true, encoding: .utf8)
      try script.write(to: folder)
    } catch {
      try? FileManager.default.removeItem(at: folder.url)
      throw error
    }
    return folder
  }

  private func link(
    _ checkpoint: CheckpointInfo, of trunk: SessionFolder, into folder: SessionFolder
  ) throws {
    let files = FileManager.default
    let source = trunk.checkpoints.appending(path: checkpoint.folder)
    let target = folder.checkpoints.appending(path: checkpoint.folder)
    try files.createDirectory(at: target, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: source.path) {
      let (old, new) = (source.appending(path: name), target.appending(path: name))
      // Checkpoints are never written over, so two sessions may share the files.
      do { try files.linkItem(at: old, to: new) } catch { try files.copyItem(at: old, to: new) }
    }
  }
}

extension SessionReader {
  /// Holds that thaw itself ran the session.
  ///
  /// - Throws: ``ForkError/imported(_:)``, or ``StoreError``.
  public func refuseImported() throws {
    guard try detail().origin == nil else { throw ForkError.imported(folder.name) }
  }

  /// The recipe of a session that thaw itself ran.
  ///
  /// - Throws: ``ForkError/imported(_:)``, or ``RecipeError``.
  public func runnableRecipe() throws -> Recipe {
    try refuseImported()
    let file = folder.recipe
    let text = try? String(contentsOf: file, encoding: .utf8)
    return try Recipe(toml: try text ?? recipeText(), file: file.path)
  }

  /// What a fork at a step shares with this session.
  fileprivate func past(upTo wanted: Int?) throws -> SharedPast {
    try passing { db in
      let last = try lastStep(db)
      let stored = try SessionQueries.checkpointsInForce(db)
        .filter { folder.hasCheckpoint($0.info.folder) }
      let step = wanted ?? stored.last?.info.step ?? 0
      guard (0...max(last, stored.last?.info.step ?? 0)).contains(step) else {
        throw ForkError.beyond(step: step, last: last, session: folder.name)
      }
      let checkpoint = stored.last { $0.info.step <= step }
      let start = checkpoint?.info.step ?? 0
      let all = try SessionQueries.entriesInForce(db)
      let isBefore: (NumberedEntry) -> Bool = { entry in
        if ForkOrigin(entry.entry.command) != nil { return true }
        guard let checkpoint else { return false }
        return checkpoint.lastEntry.map { entry.id <= $0 } ?? (entry.entry.step < start)
      }
      return SharedPast(
        step: step, checkpoint: checkpoint, entries: all.filter(isBefore),
        script: all.filter { !isBefore($0) }.compactMap(\.scripted).filter { $0.step < step })
    }
  }

  /// Writes what both sessions share into the new one.
  fileprivate func copyPast(_ past: SharedPast, to store: SessionStore) throws {
    try store.setRows(try rows())
    var epoch = 0.0
    if past.checkpoint != nil {
      try records(through: past.checkpointStep) { records in
        try store.append(records)
        epoch = records.last?.epoch ?? epoch
      }
    }
    for numbered in past.entries { try store.append(journal: numbered.entry) }
    try store.setProgress(epoch: epoch, totalSteps: try detail().totalSteps)
  }
}

/// What a fork shares with its trunk.
private struct SharedPast {
  /// Where the two part.
  var step: Int
  /// The last checkpoint at or before that.
  var checkpoint: CheckpointRecord?
  /// The journal up to the checkpoint.
  var entries: [NumberedEntry]
  /// What was done between the checkpoint and the fork.
  var script: [ReplayScript.Entry]

  var checkpointStep: Int { checkpoint?.info.step ?? 0 }
}
