/// How far apart a viewer wants to be told of metrics and progress.
public struct NewsPace: Codable, Equatable, Sendable {
  /// Seconds between two deliveries.
  public var seconds: Double
  /// Whether the viewers that say so take turns, so that one of them is told something every `seconds`.
  ///
  /// Said where all cores train and nobody touches the viewer: each delivery takes time from the training, so the
  /// more there are that wait for one, the longer each waits.
  public var isShared: Bool

  /// Describes a pace.
  public init(seconds: Double, isShared: Bool = false) {
    self.seconds = seconds
    self.isShared = isShared
  }

  private enum CodingKeys: String, CodingKey {
    case seconds
    case isShared = "shared"
  }
}
