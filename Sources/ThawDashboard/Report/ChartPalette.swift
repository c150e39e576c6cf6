import ThawCanvas

/// The colours of charts outside the terminal, told apart by people who see few of them.
struct ChartPalette {
  /// A colour's name, and its value on light paper and on dark.
  typealias Named = (name: String, light: String, dark: String)

  static let colors: [Named] = [
    ("paper", "#ffffff", "#0f151c"), ("ink", "#1b1f24", "#e4e9ee"), ("soft", "#5c6670", "#98a3ad"),
    ("rule", "#d9dee3", "#2a333d"), ("good", "#0a7a4b", "#5fd3a0"), ("bad", "#a8480b", "#f0a35e"),
    ("frozen", "#cfe3f2", "#22384a"), ("s0", "#0072b2", "#56b4e9"), ("s1", "#c45500", "#f5a65b"),
    ("s2", "#007f5f", "#4fd1a5"), ("s3", "#a8327a", "#ee9fce"), ("s4", "#8a6d00", "#f0e442"),
    ("s5", "#2f5fd0", "#9db8ff"), ("s6", "#6b4c9a", "#c9aef0"), ("s7", "#4d4d4d", "#c4c4c4"),
  ]

  let isDark: Bool

  var paper: Color { self["paper"] }

  subscript(ink: ChartDrawing.Ink) -> Color {
    switch ink {
    case .ink: self["ink"]
    case .soft: self["soft"]
    case .rule: self["rule"]
    case .series(let place): self["s\(place % 8)"]
    }
  }

  private subscript(name: String) -> Color {
    let color = Self.colors.first { $0.name == name }
    return color.flatMap { Color(isDark ? $0.dark : $0.light) } ?? .rgb(128, 128, 128)
  }
}
