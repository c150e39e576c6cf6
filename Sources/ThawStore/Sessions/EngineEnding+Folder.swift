import Foundation
public import ThawProtocol

extension EngineEnding {
  /// Reads how a session's last engine ended: what its keeper wrote, and the end of its log.
  ///
  /// A keeper writes a moment after its engine has ended, which is waited for, half a second at most.
  public init(of folder: SessionFolder) {
    var words = Self.words(of: folder)
    for _ in 0..<10 where Self.isKept(words) {
      usleep(50_000)
      words = Self.words(of: folder)
    }
    let lines = Self.lastLines(of: folder.log)
    self.init(cause: .unknown, lastWords: lines.suffix(3))
    guard let code = words.first.flatMap({ Int($0) }) else { return }
    // What a shell gives for a signal.
    cause = code > 128 ? .signal(code - 128) : .exit(code: code)
    memoryRanOut =
      words.dropFirst().first == "memory"
      || (cause == .signal(6) && lines.last?.hasPrefix("Fatal error: failed to allocate") == true)
  }

  /// `running PID` while the keeper waits, then the exit code, and `memory` where that ran out.
  private static func words(of folder: SessionFolder) -> [Substring] {
    let text = try? String(contentsOf: folder.ending, encoding: .utf8)
    return text?.split(whereSeparator: \.isWhitespace) ?? []
  }

  private static func isKept(_ words: [Substring]) -> Bool {
    guard words.first == "running", words.count == 2, let pid = Int32(words[1]) else {
      return false
    }
    return kill(pid, 0) == 0
  }

  /// The last lines of a log; the report that Swift makes of a crash is left out, which says less than what is before it.
  private static func lastLines(of log: URL) -> [String] {
    guard let file = try? FileHandle(forReadingFrom: log) else { return [] }
    defer { try? file.close() }
    let (end, length) = ((try? file.seekToEnd()) ?? 0, UInt64(256 << 10))
    try? file.seek(toOffset: end > length ? end - length : 0)
    let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    var lines = text.split(whereSeparator: \.isNewline)
    if lines.last?.hasPrefix("Backtrace took") == true,
      let report = lines.lastIndex(where: { $0.hasPrefix("*** Signal ") })
    {
      lines.removeSubrange(report...)
    }
    // A log may hold anything; a screen may not.
    return lines.suffix(3).map(\.withoutControls)
  }
}

extension StringProtocol {
  /// The text without control characters, which a terminal would obey.
  public var withoutControls: String {
    // Most texts have none, as their bytes tell at once.
    guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else {
      return String(self)
    }
    return String(
      filter { !$0.unicodeScalars.contains { $0.properties.generalCategory == .control } })
  }
}
