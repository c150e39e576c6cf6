public import ThawProtocol

/// A command that was sent and not yet answered.
public struct PendingCommand: Equatable, Sendable {
  /// The id its answer will carry.
  public var id: String
  /// What was asked.
  public var command: Command
  /// The names of the rows it is about.
  public var rows: [String]
  /// When it was sent, on the dashboard's clock.
  public var sentAt: Double
  /// Whether it waited so long that the person was told.
  public internal(set) var isOverdue = false
}

extension PendingCommand {
  /// After so many seconds without an answer the person is told.
  static let patience = 10.0

  /// The state that its rows will have if it is applied.
  var goal: RowState? {
    switch command {
    case .freeze: .frozen
    case .thaw: .trainable
    default: nil
    }
  }
}
