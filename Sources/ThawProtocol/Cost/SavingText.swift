/// What a toggle did to a step's time: the words of the journal, which a viewer reads again.
public enum SavingText {
  /// A change in percent, with its sign: `-38 %`.
  public static func percentage(_ change: Double) -> String {
    let whole = Int((change * 100).rounded())
    return "\(whole > 0 ? "+" : "")\(whole) %"
  }

  /// What is added to a toggle's answer: `predicted -38 % step time`.
  public static func predicted(_ change: Double) -> String {
    "predicted \(percentage(change)) step time"
  }

  /// The journal's line for a change that was measured: `measured -36 % step time`.
  public static func measured(_ change: Double) -> String {
    "measured \(percentage(change)) step time"
  }

  /// Whether a line of the journal tells what was measured.
  public static func isMeasurement(_ line: String) -> Bool { line.hasPrefix("measured ") }
}
