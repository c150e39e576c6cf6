/// A grid of dots that becomes characters: the last stage of a plot.
///
/// A cell has one colour, so it belongs to one curve and shows no other's dots. Lines that share cells take turns along x,
/// and the one in front has every other turn, so that none vanishes behind another; what stands behind has what they
/// leave. A half block has two colours: there another curve keeps its half.
struct DotGrid {
  let raster: Raster
  /// Columns and rows in dots.
  let width: Int
  let height: Int
  private let cellColumns: Int
  /// Whether what stands behind the lines is thinned out, as no colour sets it back.
  let isThinning: Bool
  /// Whether each curve stands behind the lines.
  private let isBackdrop: [Bool]
  /// The dots of all curves in a cell, cell by cell.
  private var masks: [UInt8]

  /// Cells in a row that are one curve's turn.
  static let turn = 3

  init(size: Size, raster: Raster, isBackdrop: [Bool], isThinning: Bool = false) {
    self.raster = raster
    self.isThinning = isThinning
    let dots = raster.dotsPerCell
    width = size.width * dots.width
    height = size.height * dots.height
    cellColumns = size.width
    self.isBackdrop = isBackdrop
    masks = Array(repeating: 0, count: size.width * size.height * isBackdrop.count)
  }

  /// Sets the dots of one column between two rows, both included; what lies outside is left out.
  mutating func fill(column: Int, rows: ClosedRange<Int>, curve: Int) {
    guard column >= 0, column < width, rows.upperBound >= 0, rows.lowerBound < height else {
      return
    }
    let isThin = isThin(curve) && raster == .braille
    let dots = raster.dotsPerCell
    let (cellColumn, dotColumn) = column.quotientAndRemainder(dividingBy: dots.width)
    let bits = raster.bits(column: dotColumn)
    let (cellRow, firstDotRow) = max(0, rows.lowerBound).quotientAndRemainder(
      dividingBy: dots.height)
    var dotRow = firstDotRow
    var index = (cellRow * cellColumns + cellColumn) * isBackdrop.count + curve
    for row in max(0, rows.lowerBound)...min(height - 1, rows.upperBound) {
      // Every column keeps some of a spike.
      if !isThin || (column + row).isMultiple(of: 3) { masks[index] |= bits[dotRow] }
      dotRow += 1
      if dotRow == dots.height {
        dotRow = 0
        index += cellColumns * isBackdrop.count
      }
    }
  }

  /// The character and the curve of a cell, and whose half it is that the character leaves; nil where it has no dot.
  func cell(x: Int, y: Int) -> (character: Character, curve: Int, other: Int?)? {
    let start = (y * cellColumns + x) * isBackdrop.count
    guard let curve = owner(from: start, x: x) else { return nil }
    let mask = masks[start + curve]
    let other =
      raster == .block && mask != 3
      ? isBackdrop.indices.last { masks[start + $0] & ~mask != 0 } : nil
    let isShade = isThin(curve) && raster != .braille
    return (isShade ? raster.thinSample : raster.character(mask), curve, other)
  }

  private func isThin(_ curve: Int) -> Bool { isThinning && isBackdrop[curve] }

  private func owner(from start: Int, x: Int) -> Int? {
    var (lines, front, backdrop) = (0, 0, Int?.none)
    for curve in isBackdrop.indices where masks[start + curve] != 0 {
      if isBackdrop[curve] {
        backdrop = curve
      } else {
        lines += 1
        front = curve
      }
    }
    guard lines > 0 else { return backdrop }
    let turn = x / Self.turn
    guard lines > 1, !turn.isMultiple(of: 2) else { return front }
    let place = turn / 2 % (lines - 1)
    return isBackdrop.indices.lazy.filter { masks[start + $0] != 0 && !isBackdrop[$0] }
      .dropFirst(place).first
  }
}

extension Raster {
  /// Dots in one cell.
  var dotsPerCell: (width: Int, height: Int) {
    switch self {
    case .braille: (2, 4)
    case .block: (1, 2)
    case .ascii: (1, 3)
    }
  }

  /// What a thinned curve looks like; of braille, whose dots are thinned one by one, a sample.
  public var thinSample: Character {
    switch self {
    case .braille: "⡡"
    case .block: "░"
    case .ascii: "."
    }
  }

  /// The bits of a cell's column of dots, from the top.
  func bits(column: Int) -> [UInt8] {
    switch self {
    case .braille: column == 0 ? leftBrailleBits : rightBrailleBits
    case .block, .ascii: singleBits
    }
  }

  func character(_ mask: UInt8) -> Character {
    switch self {
    case .braille: brailleCharacters[Int(mask)]
    case .block: blockCharacters[Int(mask & 3)]
    case .ascii: asciiCharacters[Int(mask & 7)]
    }
  }
}

// Unicode numbers the dots 1 to 8 down the left column, then the right one, with the fourth row
// added later.
private let leftBrailleBits: [UInt8] = [0x01, 0x02, 0x04, 0x40]
private let rightBrailleBits: [UInt8] = [0x08, 0x10, 0x20, 0x80]
private let singleBits: [UInt8] = [0x01, 0x02, 0x04]

private let brailleCharacters: [Character] = (0..<256).map { mask in
  Character(Unicode.Scalar(UInt32(0x2800 + mask)) ?? " ")
}

private let blockCharacters: [Character] = [" ", "▀", "▄", "█"]

// Bits: top, middle, bottom.
private let asciiCharacters: [Character] = [" ", "'", "-", "!", ".", ":", "|", "|"]
