import Foundation
import Testing

@Suite("Layering")
struct LayeringTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let modules = allowedImports.keys.sorted()

  @Test("A module imports only what the table allows", arguments: modules)
  func imports(of module: String) throws {
    let allowed = try #require(allowedImports[module])
    for file in try sources(of: module) {
      let text = try String(contentsOf: file, encoding: .utf8)
      let foreign = importedModules(in: text).subtracting(allowed).subtracting(platformModules)
      #expect(foreign.isEmpty, "\(file.lastPathComponent) imports \(foreign.sorted())")
    }
  }

  @Test("Every folder of Sources is a module of the table, and every module has its folder")
  func folders() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path)
    #expect(Set(folders) == Set(Self.modules))
  }

  @Test("The package names no edge that the table lacks")
  func packageEdges() throws {
    let package = try JSONDecoder().decode(PackageDump.self, from: dumpPackage())
    for target in package.targets where target.type != "test" {
      guard let allowed = allowedImports[target.name] else { continue }
      let edges = Set(target.dependencies.compactMap(\.name))
      #expect(edges.isSubset(of: allowed), "\(target.name) depends on \(edges.sorted())")
    }
  }

  @Test("Only the dashboard's side touches the terminal, only the engine's side libtorch")
  func sides() throws {
    let reaches = { (module: String, target: String) in
      reachable(from: module).contains(target)
    }
    #expect(!reaches("thaw", "CTorch"))
    #expect(!reaches("thaw-engine", "CNcurses"))
  }

  private func sources(of module: String) throws -> [URL] {
    let folder = Self.root.appending(path: "Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  private func dumpPackage() throws -> Data {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "thaw-dump-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", Self.root.path, "--scratch-path", scratch.path,
      "dump-package",
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data
  }
}

private func importedModules(in text: String) -> Set<String> {
  var modules: Set<String> = []
  for line in text.split(separator: "\n") {
    let words = line.split(separator: " ")
    guard let keyword = words.firstIndex(of: "import"), keyword <= 2, !line.hasPrefix("//"),
      words[..<keyword].allSatisfy({
        ["public", "internal", "private", "@preconcurrency"].contains($0)
      }
      ), let name = words.dropFirst(keyword + 1).last
    else { continue }
    modules.insert(String(name.split(separator: ".").first ?? ""))
  }
  return modules
}

private func reachable(from module: String) -> Set<String> {
  var seen: Set<String> = []
  var waiting = [module]
  while let next = waiting.popLast() {
    for name in allowedImports[next] ?? [] where seen.insert(name).inserted { waiting.append(name) }
  }
  return seen
}

private struct PackageDump: Decodable {
  let targets: [Target]

  struct Target: Decodable {
    let name: String
    let type: String
    let dependencies: [Dependency]
  }

  struct Dependency: Decodable {
    let name: String?

    init(from decoder: any Decoder) throws {
      let fields = try decoder.singleValueContainer().decode([String: [Value?]].self)
      name = fields.values.first?.first??.text
    }
  }

  enum Value: Decodable {
    case text(String)
    case other

    var text: String? { if case .text(let text) = self { text } else { nil } }

    init(from decoder: any Decoder) throws {
      let text = try? decoder.singleValueContainer().decode(String.self)
      self = text.map(Value.text) ?? .other
    }
  }
}
