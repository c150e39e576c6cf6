/// When a run that trains is called stalled.
public enum Stall {
  /// After so many seconds without a step; `stepSeconds` is what one usually takes, nil while that is unknown.
  public static func patience(stepSeconds: Double?) -> Double {
    // Before steps were seen nothing is known of how long the first may take.
    stepSeconds.map { max(2, 10 * $0) } ?? 15
  }
}
