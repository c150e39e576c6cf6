import Foundation
public import Testing

/// Compares text with the file `Snapshots/<name>.txt` beside the test.
///
/// With `RECORD_SNAPSHOTS=1`, or where there is no file yet, the file is written and the test fails,
/// so that a recording is never taken for a pass.
public func expectSnapshot(
  _ text: String, named name: String, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(filePath: filePath).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).txt")
  let wanted = try? String(contentsOf: file, encoding: .utf8)
  let recording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
  guard let wanted, !recording else {
    try? FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? text.write(to: file, atomically: true, encoding: .utf8)
    Issue.record(
      "recorded \(file.lastPathComponent); look at it and run again", sourceLocation: sourceLocation
    )
    return
  }
  guard text != wanted else { return }
  Issue.record(
    "\(name) differs.\n--- wanted\n\(wanted)\n--- got\n\(text)", sourceLocation: sourceLocation)
}
