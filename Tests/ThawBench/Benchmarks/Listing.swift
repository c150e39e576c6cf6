import Foundation
import ThawProtocol
import ThawStore

/// What `thaw ls` takes where there are thousands of sessions.
struct Listing {
  private static let sessions = 2_000
  private static let rounds = 10

  private let workbench: Workbench

  init(_ workbench: Workbench) { self.workbench = workbench }

  func measure() throws -> [Measurement] {
    let library = try library()
    let index = library.folder.appending(path: ".listing")
    let first = try milliseconds(of: 3) {
      try? FileManager.default.removeItem(at: index)
      try list(library)
    }
    let again = try milliseconds(of: Self.rounds, warmUp: 1) { try list(library) }
    let filtered = try milliseconds(of: Self.rounds) {
      try list(library, "train.loss < 10 and model.architecture ~ lite", "--sort", "train.loss")
    }
    let what = "ls of \(printed(Double(Self.sessions))) sessions"
    return [
      Measurement(what: "\(what), the first time", unit: "ms", values: first),
      Measurement(what: what, unit: "ms", values: again, goal: .below(200)),
      Measurement(
        what: "\(what), filtered and sorted", unit: "ms", values: filtered, goal: .below(200)),
    ]
  }

  private func list(_ library: SessionLibrary, _ words: String...) throws {
    let printed = try Subprocess.run(
      workbench.program, ["ls", "--sessions", library.folder.path] + words)
    let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n").count
    guard lines == 1 + Self.sessions else {
      throw Workbench.Missing(description: "thaw ls printed \(lines) lines")
    }
  }

  /// Copies of a small session, made once.
  private func library() throws -> SessionLibrary {
    let original = try workbench.session(.small)
    let library = SessionLibrary(folder: workbench.library.folder.appending(path: "many"))
    guard library.names().count != Self.sessions else { return library }
    StandardError.line("copying a session \(Self.sessions) times, once …")
    let files = FileManager.default
    try? files.removeItem(at: library.folder)
    try files.createDirectory(at: library.folder, withIntermediateDirectories: true)
    for number in 1...Self.sessions {
      try files.copyItem(at: original.url, to: library.session("run-\(number)").url)
    }
    // What changed less than three seconds ago is read anew each time.
    sleep(4)
    return library
  }
}
