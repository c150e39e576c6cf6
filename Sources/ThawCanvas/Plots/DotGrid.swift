/// A grid of dots that becomes characters: the last stage of a plot.
///
/// A cell belongs to the curve drawn last in it, so a curve in front stays a clean line and no dot has another
/// curve's colour. A half block has two colours: there the curve behind keeps its half.
struct DotGrid {
  let raster: Raster
  /// Columns and rows in dots.
  let width: Int
  let height: Int
  private let cellColumns: Int
  private var masks: [UInt8]
  private var owners: [Int]
  /// What the cell's last owner took over.
  private var masksBehind: [UInt8]
  private var ownersBehind: [Int]

  init(size: Size, raster: Raster) {
    self.raster = raster
    let dots = raster.dotsPerCell
    width = size.width * dots.width
    height = size.height * dots.height
    cellColumns = size.width
    masks = Array(repeating: 0, count: size.width * size.height)
    owners = Array(repeating: -1, count: size.width * size.height)
    (masksBehind, ownersBehind) = (masks, owners)
  }

  /// Sets the dots of one column between two rows, both included; what lies outside is left out.
  mutating func fill(column: Int, rows: ClosedRange<Int>, owner: Int) {
    guard column >= 0, column < width, rows.upperBound >= 0, rows.lowerBound < height else {
      return
    }
    let dots = raster.dotsPerCell
    let (cellColumn, dotColumn) = column.quotientAndRemainder(dividingBy: dots.width)
    for row in max(0, rows.lowerBound)...min(height - 1, rows.upperBound) {
      let (cellRow, dotRow) = row.quotientAndRemainder(dividingBy: dots.height)
      let cell = cellRow * cellColumns + cellColumn
      if owners[cell] != owner {
        (masksBehind[cell], ownersBehind[cell]) = (masks[cell], owners[cell])
        (masks[cell], owners[cell]) = (0, owner)
      }
      masks[cell] |= raster.bit(column: dotColumn, row: dotRow)
    }
  }

  /// The character and the owner of a cell, and who has the half of it that the character leaves; nil where it has
  /// no dot.
  func cell(x: Int, y: Int) -> (character: Character, owner: Int, other: Int?)? {
    let index = y * cellColumns + x
    guard masks.indices.contains(index), masks[index] != 0 else { return nil }
    let isHalf = raster == .block && masksBehind[index] & ~masks[index] != 0
    return (raster.character(masks[index]), owners[index], isHalf ? ownersBehind[index] : nil)
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

  func bit(column: Int, row: Int) -> UInt8 {
    switch self {
    case .braille: brailleBits[row * 2 + column]
    case .block, .ascii: 1 << UInt8(row)
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
private let brailleBits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

private let brailleCharacters: [Character] = (0..<256).map { mask in
  Character(Unicode.Scalar(UInt32(0x2800 + mask)) ?? " ")
}

private let blockCharacters: [Character] = [" ", "▀", "▄", "█"]

// Bits: top, middle, bottom.
private let asciiCharacters: [Character] = [" ", "'", "-", "!", ".", ":", "|", "|"]
