/// Leaves out of ncurses' output what the terminal would not show.
///
/// ncurses sends both colours whenever one of them changes, and sets colours for blanks that have
/// none. Here a colour or an attribute is sent only once something is written that shows it: that
/// saves half of what a chart takes.
struct OutputCompactor {
  /// How the terminal writes: attributes in the order in which they were set, and colours as SGR
  /// parameters, empty for the terminal's own.
  private struct Look: Equatable {
    var attributes: [[UInt8]] = []
    var foreground: [UInt8] = []
    var background: [UInt8] = []

    /// Whether a blank looks unlike any other on the same ground.
    var marksBlanks: Bool {
      attributes.contains { $0 == [UInt8(ascii: "4")] || $0 == [UInt8(ascii: "7")] }
    }
  }

  /// How the terminal writes now; nil while that is unknown.
  private var shown: Look?
  /// How ncurses wants it to write.
  private var wanted = Look()
  /// Whether the two may differ: most characters come with no change, and need no comparison.
  private var isBehind = false

  /// Others may have written to the terminal.
  mutating func forget() { shown = nil }

  /// The same output, shorter.
  mutating func compacted(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == escape else {
        if byte == UInt8(ascii: " ") { showGround(&result) } else if byte > 0x20 { show(&result) }
        result.append(byte)
        index += 1
        continue
      }
      let end = endOfSequence(bytes, from: index)
      let sequence = bytes[index..<end]
      index = end
      if sequence.count > 2, sequence.last == UInt8(ascii: "m"),
        bytes[sequence.startIndex + 1] == bracket
      {
        take(sequence.dropFirst(2).dropLast(), as: sequence, &result)
      } else {
        // Erasing takes the ground's colour, moving takes none.
        if !isMove(sequence) { show(&result) }
        result += sequence
      }
    }
    show(&result)
    return result
  }

  /// Notes what an SGR sequence sets.
  private mutating func take(
    _ parameters: ArraySlice<UInt8>, as sequence: ArraySlice<UInt8>, _ result: inout [UInt8]
  ) {
    isBehind = true
    var isReset = false
    var start = parameters.startIndex
    while start <= parameters.endIndex {
      let end = endOfParameter(parameters, from: start)
      let parameter = parameters[start..<end]
      switch number(of: parameter) {
      case 0:
        wanted = Look()
        isReset = true
      case 30...38, 90...97: Self.set(&wanted.foreground, parameter)
      case 40...48, 100...107: Self.set(&wanted.background, parameter)
      case 39: wanted.foreground = []
      case 49: wanted.background = []
      default: wanted.attributes.append(Array(parameter))
      }
      start = end + 1
    }
    guard shown == nil else { return }
    // Until it was reset once, nothing is known of what the terminal shows.
    result += sequence
    if isReset { shown = wanted }
  }

  private static func set(_ color: inout [UInt8], _ parameter: ArraySlice<UInt8>) {
    guard !color.elementsEqual(parameter) else { return }
    color = Array(parameter)
  }

  /// Where the parameter ends that begins at a place; 38;5;n and 38;2;r;g;b are one colour.
  private func endOfParameter(_ parameters: ArraySlice<UInt8>, from start: Int) -> Int {
    func end(from start: Int) -> Int {
      parameters[start...].firstIndex(of: semicolon) ?? parameters.endIndex
    }
    var last = end(from: start)
    guard last == start + 2, [38, 48].contains(number(of: parameters[start..<last])) else {
      return last
    }
    let isIndexed = parameters[last...].starts(with: [semicolon, UInt8(ascii: "5"), semicolon])
    for _ in 0..<(isIndexed ? 2 : 4) where last < parameters.endIndex { last = end(from: last + 1) }
    return last
  }

  /// The number that a parameter begins with; 0 for none.
  private func number(of parameter: ArraySlice<UInt8>) -> Int {
    // Three digits are enough for all there are.
    parameter.prefix(3).prefix { digits.contains($0) }
      .reduce(0) { $0 * 10 + Int($1 & 0x0F) }
  }

  /// Sets what a blank needs.
  private mutating func showGround(_ result: inout [UInt8]) {
    guard isBehind else { return }
    guard let shown, shown.attributes == wanted.attributes, !wanted.marksBlanks else {
      return show(&result)
    }
    guard shown.background != wanted.background else { return }
    send([wanted.background.isEmpty ? Array("49".utf8) : wanted.background], &result)
    self.shown?.background = wanted.background
  }

  /// Sets all that is wanted.
  private mutating func show(_ result: inout [UInt8]) {
    guard isBehind, var shown else { return }
    isBehind = false
    guard shown != wanted else { return }
    var fields: [[UInt8]] = []
    if wanted.attributes.starts(with: shown.attributes) {
      fields += wanted.attributes.dropFirst(shown.attributes.count)
    } else {
      fields += [[UInt8(ascii: "0")]] + wanted.attributes
      shown = Look()
    }
    if shown.foreground != wanted.foreground {
      fields.append(wanted.foreground.isEmpty ? Array("39".utf8) : wanted.foreground)
    }
    if shown.background != wanted.background {
      fields.append(wanted.background.isEmpty ? Array("49".utf8) : wanted.background)
    }
    send(fields, &result)
    self.shown = wanted
  }

  private func send(_ fields: [[UInt8]], _ result: inout [UInt8]) {
    guard !fields.isEmpty else { return }
    result += [escape, bracket] + Array(fields.joined(separator: [semicolon]))
    result.append(UInt8(ascii: "m"))
  }

  /// Where the sequence that begins at an escape ends.
  private func endOfSequence(_ bytes: [UInt8], from start: Int) -> Int {
    guard start + 1 < bytes.count else { return bytes.count }
    var index = start + 2
    switch bytes[start + 1] {
    case bracket:
      while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
      return min(index + 1, bytes.count)
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      return min(start + 3, bytes.count)
    case UInt8(ascii: "]"), UInt8(ascii: "P"):
      while index < bytes.count, bytes[index] != 0x07, bytes[index] != escape { index += 1 }
      return min(index + 1, bytes.count)
    default:
      return start + 2
    }
  }

  private func isMove(_ sequence: ArraySlice<UInt8>) -> Bool {
    sequence.dropFirst().first == bracket && sequence.last.map("ABCDGHd".utf8.contains) == true
  }
}

private let escape: UInt8 = 0x1B
private let bracket = UInt8(ascii: "[")
private let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
private let semicolon = UInt8(ascii: ";")
