import Foundation
import ThawProtocol
import ThawStore

/// Files of another tool that may still grow.
struct WatchedFile: Sendable {
  let url: URL
  /// The run that is followed, where the files hold several; nil for the one written last.
  let run: String?

  /// Without a new byte for so many seconds the program that wrote is taken to have stopped.
  private static let patience = 60.0

  /// Reads the run as it is now.
  ///
  /// - Throws: `ImportError`, or a usage failure where there is no such run.
  func first() throws -> SessionHistory {
    let growth = FileGrowth(of: url)
    let runs = try Importer.runs(at: url, isGrowing: isGrowing(growth))
    guard let run else { return history(runs[newest(of: runs)], growth) }
    guard let found = runs.first(where: { $0.name == run }) else {
      let names = runs.map(\.name).joined(separator: ", ")
      throw Failure.usage("no run “\(run)” in \(url.path); there are \(names)")
    }
    return history(found, growth)
  }

  /// Gives the run each time its files have grown, and once more when they stopped.
  ///
  /// They are read whole: a last record that was cut off is complete the next time. The longer that takes
  /// the rarer it is done, so that watching takes at most a fifth of a core.
  func follow(_ body: @Sendable (Result<SessionHistory, any Error>) -> Void) async {
    let clock = ContinuousClock()
    var seen: FileGrowth?
    var wasGrowing = true
    while !Task.isCancelled {
      let growth = FileGrowth(of: url)
      var spent = Duration.zero
      let isGrowing = isGrowing(growth)
      if growth != seen || isGrowing != wasGrowing {
        spent = clock.measure { body(Result { try first() }) }
        seen = growth
        wasGrowing = isGrowing
      }
      try? await Task.sleep(for: max(.milliseconds(500), spent * 4))
    }
  }

  private func history(_ run: ImportedRun, _ growth: FileGrowth) -> SessionHistory {
    run.history(state: isGrowing(growth) ? .running : .stopped)
  }

  private func isGrowing(_ growth: FileGrowth) -> Bool {
    growth.written.map { -$0.timeIntervalSinceNow < Self.patience } ?? false
  }

  /// The place of the run whose last point is the latest.
  private func newest(of runs: [ImportedRun]) -> Int {
    runs.indices.max { runs[$0].ended < runs[$1].ended } ?? 0
  }
}
