public import Foundation

/// Everything a viewer needs to follow a run from here on.
///
/// The store holds all metrics logged up to `sequence`; events with a higher number follow.
public struct Snapshot: Codable, Equatable, Sendable {
  /// The session's name.
  public var session: String
  /// The recipe's text, TOML.
  public var recipe: String
  /// When the session began.
  public var started: Date
  /// The model's architecture: `efficientnet-lite0`.
  public var architecture: String
  /// What the run is doing.
  public var phase: Phase
  /// Why, for pauses by alarm and failures.
  public var reason: String?
  /// How far it is.
  public var progress: Progress
  /// The layer board.
  public var rows: [LayerRow]
  /// What the run has measured of itself; nil before that, and from older engines.
  public var calibration: Calibration?
  /// The bus number of the last event that is contained in this snapshot and in the store.
  public var sequence: UInt64
  /// The engine's process id.
  public var pid: Int32
  /// How the run trains from here on; nil while that is not known.
  public var regimen: Regimen?

  /// Takes a snapshot.
  public init(
    session: String, recipe: String, started: Date, architecture: String, phase: Phase,
    reason: String? = nil, progress: Progress, rows: [LayerRow], calibration: Calibration? = nil,
    sequence: UInt64, pid: Int32, regimen: Regimen? = nil
  ) {
    self.session = session
    self.recipe = recipe
    self.started = started
    self.architecture = architecture
    self.phase = phase
    self.reason = reason
    self.progress = progress
    self.rows = rows
    self.calibration = calibration
    self.sequence = sequence
    self.pid = pid
    self.regimen = regimen
  }
}
