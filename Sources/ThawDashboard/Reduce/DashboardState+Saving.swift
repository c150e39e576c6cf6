import ThawProtocol

extension DashboardState {
  /// Says what a toggle did to the step's time, once that was measured.
  mutating func tellSaving(_ entry: JournalEntry) {
    guard SavingText.isMeasurement(entry.command), !showsJournal else { return }
    toast(
      .information,
      [entry.command, entry.outcome.detail].compactMap { $0 }.joined(separator: "; "),
      since: entry.step)
  }
}
