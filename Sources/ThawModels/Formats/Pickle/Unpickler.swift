import Foundation

/// A pickle's value and the contents of its containers.
struct Pickle {
  var root: PickleValue
  var arena: PickleArena
}

/// The part of Python's pickle machine that describes data.
///
/// There is no opcode here that could import, call or construct anything but the few names of
/// ``PickleGlobal``; all of them are refused by name before anything is done with them.
struct Unpickler {
  private(set) var reader: ByteReader
  var arena = PickleArena()
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  var copiedPairs = 0

  static let copiedPairsLimit = 1_000_000
  /// The most dimensions that PyTorch allows.
  static let rankLimit = 64

  /// Reads one pickle and leaves the reader behind its end.
  static func read(from reader: inout ByteReader) throws(FormatProblem) -> Pickle {
    var machine = Unpickler(reader: reader)
    let root = try machine.run()
    reader = machine.reader
    return Pickle(root: root, arena: machine.arena)
  }

  private init(reader: ByteReader) { self.reader = reader }

  private mutating func run() throws(FormatProblem) -> PickleValue {
    while true {
      let start = reader.position
      let code = try reader.byte()
      guard let opcode = PickleOpcode(rawValue: code) else {
        throw FormatProblem(
          kind: .unsupported,
          what: "the pickle uses opcode 0x\(String(code, radix: 16)), which no weights need",
          place: "byte \(start)")
      }
      if opcode == .stop { return try pop() }
      do throws(FormatProblem) {
        try execute(opcode)
      } catch {
        // Problems of meaning do not know where they are.
        throw error.located("byte \(start)")
      }
    }
  }

  private mutating func execute(_ opcode: PickleOpcode) throws(FormatProblem) {
    switch opcode {
    case .protocolVersion: try checkProtocol()
    case .frame: _ = try reader.bytes(8)
    case .stop: break
    case .mark: marks.append(stack.count)
    case .pop: _ = try pop()
    case .popMark: _ = try popToMark()
    case .duplicate: stack.append(try top())

    case .none: stack.append(.none)
    case .true: stack.append(.bool(true))
    case .false: stack.append(.bool(false))
    case .integer1: stack.append(.integer(try reader.size(UInt8.self)))
    case .integer2: stack.append(.integer(try reader.size(UInt16.self)))
    case .integer4: stack.append(.integer(Int(try reader.integer(Int32.self))))
    case .long1: stack.append(try long(try reader.size(UInt8.self)))
    case .long4: stack.append(try long(try reader.size(UInt32.self)))
    case .double: stack.append(try double())
    case .text1: stack.append(.string(try reader.text(try reader.size(UInt8.self))))
    case .text4: stack.append(.string(try reader.text(try reader.size(UInt32.self))))
    case .text8: stack.append(.string(try reader.text(try reader.size(UInt64.self))))
    case .string1: stack.append(.string(try reader.text(try reader.size(UInt8.self))))
    case .string4: stack.append(.string(try reader.text(try reader.size(UInt32.self))))
    case .bytes1: stack.append(.bytes(try reader.bytes(try reader.size(UInt8.self))))
    case .bytes4: stack.append(.bytes(try reader.bytes(try reader.size(UInt32.self))))
    case .bytes8: stack.append(.bytes(try reader.bytes(try reader.size(UInt64.self))))

    case .emptyTuple: pushTuple([])
    case .tuple1: pushTuple([try pop()])
    case .tuple2: pushTuple(try pop(2))
    case .tuple3: pushTuple(try pop(3))
    case .tuple: pushTuple(try popToMark())
    case .emptyList: stack.append(.list(arena.addSequence([])))
    case .list: stack.append(.list(arena.addSequence(try popToMark())))
    case .append: try append([try pop()])
    case .appends: try append(try popToMark())
    case .emptyDictionary: stack.append(.dictionary(arena.addDictionary([])))
    case .dictionary:
      stack.append(.dictionary(arena.addDictionary(try pairs(try popToMark()))))
    case .setItem: try set(try pop(2))
    case .setItems: try set(try popToMark())

    case .get1: try recall(try reader.size(UInt8.self))
    case .get4: try recall(try reader.size(UInt32.self))
    case .put1: memo[try reader.size(UInt8.self)] = try top()
    case .put4: memo[try reader.size(UInt32.self)] = try top()
    case .memoize: memo[memo.count] = try top()

    case .global:
      stack.append(.global(try PickleGlobal(module: try reader.line(), name: try reader.line())))
    case .stackGlobal:
      let names = try pop(2)
      guard case .string(let module) = names[0], case .string(let name) = names[1] else {
        throw meaningless("a type is named by \(names[0].kind) and \(names[1].kind)")
      }
      stack.append(.global(try PickleGlobal(module: module, name: name)))
    case .reduce:
      let call = try pop(2)
      stack.append(try reduce(call[0], call[1]))
    case .build: try build()
    case .persistentID:
      let storage = try storage(try pop())
      arena.add(storage)
      stack.append(.storage(storage))
    }
  }
}

// MARK: - The stack

extension Unpickler {
  private func top() throws(FormatProblem) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw meaningless("the pickle takes a value where there is none")
    }
    return value
  }

  private mutating func pop() throws(FormatProblem) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  /// The last `count` values in the order in which they were pushed.
  private mutating func pop(_ count: Int) throws(FormatProblem) -> [PickleValue] {
    guard stack.count - count >= marks.last ?? 0 else {
      throw meaningless("the pickle takes \(count) values where there are fewer")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(FormatProblem) -> [PickleValue] {
    guard let mark = marks.popLast(), mark <= stack.count else {
      throw meaningless("the pickle closes a container that it never opened")
    }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func recall(_ index: Int) throws(FormatProblem) {
    guard let value = memo[index] else {
      throw meaningless("the pickle refers to value \(index), which it never defined")
    }
    stack.append(value)
  }

  private mutating func pushTuple(_ items: [PickleValue]) {
    stack.append(.tuple(arena.addSequence(items)))
  }

  private mutating func append(_ items: [PickleValue]) throws(FormatProblem) {
    guard case .list(let index) = try top() else {
      throw meaningless("the pickle appends to \(try top().kind)")
    }
    arena.append(items, toSequence: index)
  }

  private mutating func set(_ items: [PickleValue]) throws(FormatProblem) {
    guard case .dictionary(let index) = try top() else {
      throw meaningless("the pickle sets an entry of \(try top().kind)")
    }
    arena.append(try pairs(items), toDictionary: index)
  }

  // The attributes that are set on a state dictionary (`_metadata`) say nothing about tensors.
  private mutating func build() throws(FormatProblem) {
    let state = try pop()
    guard case .dictionary = state, case .dictionary = try top() else {
      throw meaningless("the pickle sets attributes of \(try top().kind) from \(state.kind)")
    }
  }
}

// MARK: - Numbers

extension Unpickler {
  private mutating func checkProtocol() throws(FormatProblem) {
    let version = try reader.byte()
    guard (2...5).contains(version) else {
      throw .unsupported("pickle protocol \(version) is not one of 2 to 5")
    }
  }

  private mutating func long(_ count: Int) throws(FormatProblem) -> PickleValue {
    let bytes = try reader.bytes(count)
    guard count <= 8 else { return .bigInteger(bytes) }
    var value = bytes.last.map { $0 >= 0x80 } == true ? -1 : 0
    for byte in bytes.reversed() { value = value << 8 | Int(byte) }
    return .integer(value)
  }

  private mutating func double() throws(FormatProblem) -> PickleValue {
    // The only big-endian number in a pickle.
    let bits = UInt64(bigEndian: UInt64(littleEndian: try reader.integer(UInt64.self)))
    return .double(Double(bitPattern: bits))
  }
}

/// A problem of meaning; ``Unpickler`` adds where.
func meaningless(_ what: String) -> FormatProblem {
  FormatProblem(kind: .corrupt, what: what, place: nil)
}
