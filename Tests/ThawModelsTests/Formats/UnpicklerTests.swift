import Foundation
import Testing

@testable import ThawModels

@Suite("The unpickler")
struct UnpicklerTests {
  private func root(_ bytes: [UInt8]) throws -> PickleValue {
    var reader = ByteReader(Data(bytes))
    return try Unpickler.read(from: &reader).root
  }

  private func problem(_ bytes: [UInt8]) -> FormatProblem? {
    #expect(throws: FormatProblem.self) { try root(bytes) }
  }

  @Test(
    "Names that are not data are refused, however they are spelt",
    arguments: [
      "os system", "posix system", "builtins eval", "__builtin__ getattr", "torch load",
      "torch._utils _rebuild_tensor_v3", "collections OrderedDict.update", "torch FloatStorag",
      "numpy.core.multiarray scalar", "torch.storage _load_from_bytes",
    ])
  func refusals(name: String) {
    let parts = name.split(separator: " ")
    var texts: [UInt8] = []
    for part in parts { texts += [0x8C, UInt8(part.utf8.count)] + Array(part.utf8) }

    let lines = parts.joined(separator: "\n")
    let byGlobal = problem([0x80, 2, 0x63] + Array(lines.utf8) + [0x0A, 0x2E])
    let byStack = problem([0x80, 4] + texts + [0x93, 0x2E])

    #expect(byGlobal?.kind == .refused)
    #expect(byGlobal?.what.contains(parts.joined(separator: ".")) == true)
    #expect(byStack?.what == byGlobal?.what)
  }

  @Test(
    "Opcodes that build objects are not known",
    arguments: [0x69, 0x6F, 0x81, 0x92, 0x82, 0x83, 0x84, 0x50, 0x97] as [UInt8])
  func objects(opcode: UInt8) {
    #expect(problem([0x80, 2, opcode, 0x2E])?.kind == .unsupported)
  }

  @Test("Calling anything but a known name is refused")
  func calls() {
    let text: [UInt8] = [0x8C, 1, 0x61]
    #expect(problem([0x80, 2] + text + [0x29, 0x52, 0x2E])?.kind == .refused)
    let storage = Array("ctorch\nFloatStorage\n".utf8)
    #expect(problem([0x80, 2] + storage + [0x29, 0x52, 0x2E])?.kind == .refused)
  }

  @Test(
    "Longs of any length have their value",
    arguments: [
      ([], 0), ([0x00], 0), ([0xFF], -1), ([0x80], -128), ([0xFF, 0x00], 255),
      ([0, 0, 0, 0, 0, 0, 0, 0x80], Int.min), ([255, 255, 255, 255, 255, 255, 255, 0x7F], Int.max),
    ] as [([UInt8], Int)])
  func longs(bytes: [UInt8], value: Int) throws {
    guard case .integer(value) = try root([0x8A, UInt8(bytes.count)] + bytes + [0x2E]) else {
      Issue.record("not \(value)")
      return
    }
  }

  @Test("Nesting and circles cost no stack")
  func depth() throws {
    let tuples = [0x29] + [UInt8](repeating: 0x85, count: 1_000_000) + [0x2E]
    guard case .tuple = try root(tuples) else {
      Issue.record("not a tuple")
      return
    }
    // A list that holds itself: ] memo append.
    let circle: [UInt8] = [0x5D, 0x71, 0, 0x68, 0, 0x61, 0x2E]
    guard case .list = try root(circle) else {
      Issue.record("not a list")
      return
    }
  }

  @Test("A few bytes cannot ask for much memory")
  func amplification() {
    let name = Array("ccollections\nOrderedDict\n".utf8)
    var bytes: [UInt8] = [0x5D, 0x28]
    for _ in 0..<1000 { bytes += [0x4E, 0x4E, 0x86] }
    bytes += [0x65, 0x71, 0]
    for _ in 0..<2000 { bytes += name + [0x68, 0, 0x85, 0x52] }

    #expect(problem(bytes + [0x2E])?.what.contains("1000000 pairs") == true)
  }

  @Test(
    "A machine without values says so",
    arguments: [
      [0x2E], [0x30, 0x2E], [0x28, 0x2E], [0x4E, 0x28, 0x30, 0x2E], [0x74, 0x2E], [0x61, 0x2E],
      [0x28, 0x86, 0x2E], [0x68, 0, 0x2E], [0x71, 0, 0x2E], [0x7D, 0x28, 0x4E, 0x75, 0x2E],
    ] as [[UInt8]])
  func underflow(bytes: [UInt8]) {
    #expect(problem(bytes)?.kind == .corrupt)
  }
}
