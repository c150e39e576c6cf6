extension Key {
  /// The key that footer, help and README name so: `enter`, `ctrl-d`, `F1`, `j`; nil for no name.
  public init?(named name: String) {
    let named: [Key] = [
      .character(" "), .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .escape,
      .tab, .backTab, .backspace, .delete,
    ]
    if let key = named.first(where: { $0.name == name }) {
      self = key
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last {
      self = .control(letter)
    } else if name.hasPrefix("F"), let number = Int(name.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }
}
