/// Random draws that depend on nothing but the keys they start from.
///
/// The standard library's own shuffles and ranges may change with its version; a run must not.
struct DrawSequence {
  /// What draws are for, so that no two purposes share a sequence.
  enum Purpose: UInt64 {
    case order
    case augmentation
    case split
    case limit
  }

  private var state: UInt64

  init(_ purpose: Purpose, seed: UInt64, _ keys: Int...) {
    state = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    state = Self.mix(state ^ (purpose.rawValue &+ 1))
    for key in keys {
      state = Self.mix(state &+ 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(key)))
    }
  }

  /// The next 64 random bits (SplitMix64).
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A whole number in `0..<bound`.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    // The bias of not rejecting is below bound / 2⁶⁴.
    return Int(UInt64(bound).multipliedFullWidth(by: bits()).high)
  }

  /// A number in a range.
  mutating func between(_ range: ClosedRange<Double>) -> Double {
    let unit = Double(bits() >> 11) / Double(1 << 53 as UInt64)
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }

  /// The elements in random order.
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, below(last + 1))
    }
    return elements
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
