import CNcurses
import ThawCanvas

extension Cell {
  /// The code points that ncurses can put into one cell, ended by 0, and how many columns they
  /// take.
  ///
  /// ncurses takes one spacing character with up to four marks. Of a joined emoji the first part is
  /// shown; where the C library counts fewer columns than the buffer, a blank is left, and where it
  /// counts more, a question mark shown.
  var terminalText: (text: [wchar_t], columns: Int) {
    guard let base = character.unicodeScalars.first else { return ([0x20, 0], 1) }
    let measured = Int(thaw_character_columns(wchar_t(bitPattern: base.value)))
    guard measured > 0, measured <= Int(width) else { return ([0x3F, 0], 1) }
    var text = [wchar_t(bitPattern: base.value)]
    for scalar in character.unicodeScalars.dropFirst() {
      let value = wchar_t(bitPattern: scalar.value)
      // U+FE0F and U+200D ask for pictures that this cell doesn't hold.
      guard thaw_character_columns(value) == 0, scalar.value != 0xFE0F, scalar.value != 0x200D,
        text.count < 5
      else { break }
      text.append(value)
    }
    text.append(0)
    return (text, measured)
  }
}
