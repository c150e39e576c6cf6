import CImage
import Foundation
import Testing
import ThawTestSupport

/// A browser without a window; `make test` installs one.
private let browser = ["chromium-headless-shell", "chromium", "google-chrome"].first { name in
  (try? ProgramRun.output("sh", ["-c", "command -v \(name)"]))?.exitCode == 0
}

@Suite("Reports", .timeLimit(.minutes(5)))
struct ReportTests {
  private static let sessions = ["demo-head", "demo-steered", "demo-all"]
  private static let recorded = ProgramRun.root.appending(path: "sessions").path

  @Test(
    "A browser shows a report by itself, light and dark, and no wider than its window",
    .enabled(if: browser != nil, "needs a browser: apt-get install chromium-headless-shell"),
    arguments: [(isDark: false, ground: "rgb(255, 255, 255)"), (true, "rgb(15, 21, 28)")])
  func page(isDark: Bool, ground: String) async throws {
    try await withTemporaryFolder { folder in
      let page = folder.appending(path: "report.html")
      let run = try thaw(["report"] + Self.sessions + ["-o", page.path])
      #expect(run.exitCode == 0, "\(run.text)")

      let shown = try measure(page, isDark: isDark)
      #expect(shown.heading == "demo-head · demo-steered · demo-all")
      #expect(shown.ground == ground)
      #expect(shown.ink != ground)
      #expect(shown.loaded == 0 && shown.scripts == 1, "only the measuring script is one")
      #expect(shown.surplus <= 0)
      // Two axes each for accuracy, loss and training loss, and a line a session in each.
      #expect(shown.lines == 2 * 3 * 3)
      // 19 rows; the steered session's change at three steps.
      #expect(shown.bars == 19 * (1 + 4 + 1))
      #expect(shown.cells.contains("from 127"))
      #expect(shown.cells.contains("until 423"))
      #expect(shown.cells.contains { $0.hasSuffix("1.9× later") }, "\(shown.cells)")
      #expect(shown.cells.contains("thaw blocks.9-12"))
    }
  }

  @Test("Tables are printed as text, Markdown and JSON with the same numbers")
  func tables() throws {
    let text = try thaw(["compare"] + Self.sessions + ["--text", "--baseline", "demo-all"])
    #expect(text.standardOutput.contains("demo-all (baseline)"), "\(text.text)")
    #expect(text.standardOutput.contains("blocks.9-12"))
    let markdown = try thaw(["compare"] + Self.sessions + ["--markdown"])
    #expect(
      markdown.standardOutput.contains(
        "| val/accuracy ≥ 0.84 | 8s step 470 | 15s step 282 1.9× later |"))
    let target = ["--json", "--target", "val/accuracy=0.8"]
    let json = try thaw(["compare"] + Self.sessions + target)
    let compared = try JSONDecoder().decode(Compared.self, from: Data(json.standardOutput.utf8))
    #expect(compared.targets.first { $0.metric == "val/accuracy" }?.target == 0.8)
    #expect(compared.freezing.map(\.rows).contains("blocks.9-12"))
    #expect(compared.operations.allSatisfy { $0 > 1e12 }, "\(compared.operations)")
    let dotted = try thaw(["compare"] + Self.sessions + ["--json", "--target", "val.accuracy=0.8"])
    #expect(dotted.standardOutput == json.standardOutput)
    let aligned = try thaw([
      "compare", "demo-steered", "demo-head", "--markdown", "--align", "thaw",
    ])
    #expect(
      aligned.standardOutput.contains("| first thaw | step 127 | has no thaw |"),
      "\(aligned.text)")
    let refused = try thaw(["compare"] + Self.sessions + ["--json", "--baseline", "photos-all"])
    #expect(refused.exitCode == 2)
    #expect(try thaw(["compare", "demo-all", "demo-head", "--target", "x"]).exitCode == 2)
  }

  @Test("A chart is exported as a picture with a line a metric")
  func picture() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "chart.svg")
      let run = try thaw(["export", "demo-all", "--svg", file.path, "--smooth", "0.9"])
      #expect(run.exitCode == 0, "\(run.text)")
      let picture = try String(contentsOf: file, encoding: .utf8)
      #expect(picture.split(separator: "class=\"line ").count == 3)
      #expect(picture.hasSuffix("</svg>\n"))
      #expect(try thaw(["export", "demo-all", "--svg", file.path, "--metric", "no"]).exitCode == 2)
    }
  }

  @Test(
    "A file that is there is replaced only where that is said",
    arguments: [
      ["report", "demo-all", "demo-head", "-o"], ["export", "demo-all", "--svg"],
      ["export", "demo-all", "--png"], ["attach", "demo-all", "--once", "--svg"],
    ])
  func overwriting(words: [String]) async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "kept")
      try Data("kept".utf8).write(to: file)
      let refused = try thaw(words + [file.path])
      #expect(refused.exitCode == 2 && refused.text.contains("--force"), "\(refused.text)")
      #expect(try Data(contentsOf: file) == Data("kept".utf8))
      #expect(try thaw(words + [file.path, "--force"]).exitCode == 0)
      #expect(try Data(contentsOf: file).count > 1_000)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept"])
    }
  }

  @Test("Events go into a folder whole, and never over those that are there")
  func events() async throws {
    try await withTemporaryFolder { folder in
      let words = ["export", "demo-all", "--tensorboard", folder.appending(path: "runs").path]
      let first = try thaw(words)
      #expect(first.exitCode == 0, "\(first.text)")
      #expect(try thaw(words).exitCode == 2)
      #expect(try thaw(words + ["--force"]).standardOutput == first.standardOutput)
      #expect(
        try FileManager.default.contentsOfDirectory(
          atPath: folder.appending(path: "runs").path
        ).count == 1)
    }
  }

  @Test("A session is found by its path wherever it is, and compared with others of its folder")
  func byPath() async throws {
    try await withTemporaryFolder { folder in
      let sessions = folder.appending(path: "elsewhere")
      try FileManager.default.createDirectory(at: sessions, withIntermediateDirectories: true)
      let recorded = ProgramRun.root.appending(path: "sessions")
      for name in ["demo-all", "demo-head"] {
        try FileManager.default.copyItem(
          at: recorded.appending(path: name), to: sessions.appending(path: "other-\(name)"))
      }
      let paths = ["demo-all", "demo-head"].map { sessions.appending(path: "other-\($0)").path }
      for words in [["attach", paths[0]], ["compare", paths[0], paths[1]]] {
        let shown = try thaw(words + ["--once", "--size", "160x50"])
        #expect(shown.exitCode == 0 && shown.text.contains("other-demo-all"), "\(shown.text)")
      }
      #expect(try thaw(["compare", paths[0], "demo-head"]).text.contains("other-demo-all"))
      let apart = try thaw(["compare", paths[0], "demo-head", "--once"])
      #expect(apart.exitCode == 2 && apart.text.contains("--text"), "\(apart.text)")
      let resumed = try thaw(["resume", paths[0], "--steps", "900"])
      #expect(
        resumed.exitCode == 2 && resumed.text.contains("keeps no checkpoint"), "\(resumed.text)")
    }
  }

  @Test("What cannot be printed whole is no success, and says why in the system's words")
  func fullDisk() throws {
    for words in ["ls", "show demo-all --json", "export demo-all --csv"] {
      let run = try ProgramRun.output(
        "sh", ["-c", "'\(Workspace.thaw)' \(words) --sessions sessions > /dev/full"])
      #expect(run.exitCode == 1, "\(words)")
      #expect(run.standardError.hasSuffix("No space left on device\n"), "\(run.standardError)")
    }
  }

  @Test("The Compare screen has the targets that were asked for")
  func targets() throws {
    let words = ["compare", "demo-all", "demo-head", "--once", "--size", "160x120"]
    #expect(try thaw(words + ["--target", "val.loss=0.777"]).text.contains("0.777"))
    #expect(try !thaw(words).text.contains("0.777"))
    let luck = try thaw(words + ["--target", "train/loss=0.1"])
    #expect(luck.exitCode == 2 && luck.text.contains("by luck"), "\(luck.text)")
  }

  @Test("A picture has what was done to the run; losses and accuracies have no axis in common")
  func exportedMarks() async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "chart.svg")
      let run = try thaw(["export", "demo-steered", "--svg", file.path])
      #expect(run.exitCode == 0, "\(run.text)")
      #expect(try String(contentsOf: file, encoding: .utf8).contains("<title>thaw "))
      let options = ["--metric", "train/loss", "--metric", "val/accuracy"]
      let mixed = try thaw(["export", "demo-steered", "--svg", file.path] + options)
      #expect(mixed.exitCode == 2 && mixed.text.contains("no y-axis in common"), "\(mixed.text)")
    }
  }

  @Test("A screen that is printed once waits for what its keys have read")
  func once() throws {
    let run = try thaw(["attach", "demo-all", "--once", "--press", "3", "--size", "160x50"])
    #expect(run.exitCode == 0 && run.text.contains("demo-steered"), "\(run.text)")
    #expect(!run.text.contains("reading the sessions"))
  }

  @Test(
    "A chart is exported as PNG, in colours for light and for dark paper",
    arguments: [
      (["--smooth", "0.9"], [255, 255, 255], [0xC4, 0x55, 0x00]),
      (["--dark", "--smooth", "0.9"], [0x0F, 0x15, 0x1C], [0xF5, 0xA6, 0x5B]),
    ])
  func pixels(options: [String], paper: [UInt8], second: [UInt8]) async throws {
    try await withTemporaryFolder { folder in
      let file = folder.appending(path: "chart.png")
      let run = try thaw(["export", "demo-all", "--png", file.path] + options)
      #expect(run.exitCode == 0, "\(run.text)")
      let bytes = try Data(contentsOf: file)
      #expect(bytes.count < 200_000, "\(bytes.count) bytes")
      var (picture, message) = (cimage_picture(), cimage_message())
      let status = bytes.withUnsafeBytes { bytes in
        cimage_decode_png(
          bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, 10_000_000, &picture, &message)
      }
      try #require(status == CIMAGE_OK)
      defer { cimage_free(picture.pixels) }
      #expect(picture.width == 1_440 && picture.height == 640)
      let pixels = Array(UnsafeBufferPointer(start: picture.pixels, count: 1_440 * 640 * 3))
      #expect(Array(pixels.prefix(3)) == paper)
      let places = stride(from: 0, to: pixels.count, by: 3)
      let ofCurve = places.count { Array(pixels[$0..<$0 + 3]) == second }
      // Validation loss is a line of 3.6 pixels over most of the width, and its name in letters.
      #expect((2_000...20_000).contains(ofCurve), "\(ofCurve)")
      #expect(places.count { Array(pixels[$0..<$0 + 3]) == paper } > 700_000)
      #expect(try thaw(["export", "demo-all", "--svg", file.path, "--dark"]).exitCode == 2)
    }
  }

  private func thaw(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun.output(
      Workspace.thaw, arguments, environment: ["THAW_SESSIONS": Self.recorded])
  }

  /// Has the browser lay the page out and say what came of it.
  private func measure(_ page: URL, isDark: Bool) throws -> Shown {
    let text = try String(contentsOf: page, encoding: .utf8)
    let copy = page.deletingLastPathComponent().appending(path: "measured.html")
    try text.replacing("</body>", with: Self.measuring + "</body>")
      .write(to: copy, atomically: true, encoding: .utf8)
    let scheme = isDark ? ["--blink-settings=preferredColorScheme=0"] : []
    let profile = page.deletingLastPathComponent().appending(path: "profile").path
    let run = try ProgramRun.output(
      try #require(browser),
      ["--no-sandbox", "--disable-gpu", "--window-size=800,900", "--user-data-dir=\(profile)"]
        + scheme + ["--dump-dom", "file://\(copy.path)"])
    let start = try #require(run.standardOutput.range(of: "<pre id=\"measured\">"), "\(run.text)")
    let rest = run.standardOutput[start.upperBound...]
    let json = rest[..<(try #require(rest.range(of: "</pre>"))).lowerBound]
    return try JSONDecoder().decode(
      Shown.self, from: try #require(Data(base64Encoded: String(json))))
  }

  /// What the browser is asked: places and colours as laid out, not as written.
  private static let measuring = """
    <pre id="measured"></pre><script>
    const all = s => [...document.querySelectorAll(s)];
    const style = getComputedStyle(document.body);
    const shown = {
      heading: document.querySelector("h1").innerText,
      ground: style.backgroundColor, ink: style.color,
      loaded: performance.getEntriesByType("resource").length,
      scripts: document.scripts.length,
      surplus: document.documentElement.scrollWidth - innerWidth,
      lines: all("svg .line").filter(p => p.getBBox().width > 20).length,
      bars: all(".timelines rect").filter(r => r.getBBox().height > 1).length,
      cells: all("td").map(c => c.innerText),
    };
    const bytes = new TextEncoder().encode(JSON.stringify(shown));
    document.getElementById("measured").textContent = btoa(String.fromCharCode(...bytes));
    </script>
    """

  private struct Shown: Decodable {
    var heading: String
    var ground: String
    var ink: String
    var loaded: Int
    var scripts: Int
    var surplus: Int
    var lines: Int
    var bars: Int
    var cells: [String]
  }

  private struct Compared: Decodable {
    struct Target: Decodable {
      var metric: String
      var target: Double
    }
    struct Freezing: Decodable { var rows: String }
    var targets: [Target]
    var freezing: [Freezing]
    var operations: [Double]
  }
}
