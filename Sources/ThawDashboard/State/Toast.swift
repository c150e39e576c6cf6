/// A line that appears for a few seconds.
public struct Toast: Equatable, Sendable {
  /// How it is marked, by glyph and colour.
  public enum Kind: Equatable, Sendable {
    case information
    case success
    case warning
    case failure
  }

  /// How it is marked.
  public var kind: Kind
  /// What it says.
  public var text: String
  /// When it goes, on the dashboard's clock.
  public var until: Double
  /// The step at which what it tells took effect, with whose undoing it goes; nil where nothing was done to the run.
  var step: Int?
}

extension Toast.Kind {
  /// How long it stays, in seconds.
  var duration: Double {
    switch self {
    case .information, .success: 5
    case .warning: 8
    case .failure: 12
    }
  }
}
