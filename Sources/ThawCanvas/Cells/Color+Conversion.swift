extension Color {
  /// The nearest colour that a terminal of this depth shows.
  public func reduced(to depth: ColorDepth) -> Color {
    switch depth {
    case .full: self
    case .indexed: nearest256
    case .sixteen: nearest16
    case .none: .terminalDefault
    }
  }

  /// Red, green and blue 0…255 by xterm's palette; nil for the terminal's default, which is
  /// unknown.
  public var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .terminalDefault: nil
    case .ansi(let index): palette256[Int(index & 15)]
    case .indexed(let index): palette256[Int(index)]
    case .rgb(let red, let green, let blue): (Int(red), Int(green), Int(blue))
    }
  }

  /// So much of another colour over this one; nil where either is the terminal's own, which is unknown.
  func mixed(with other: Color, share: Double) -> Color? {
    guard let ground = components, let ink = other.components else { return nil }
    func part(_ below: Int, _ above: Int) -> UInt8 {
      UInt8((Double(below) + Double(above - below) * share).rounded())
    }
    return .rgb(
      part(ground.red, ink.red), part(ground.green, ink.green), part(ground.blue, ink.blue))
  }

  private var nearest256: Color {
    guard case .rgb = self, let wanted = components else { return self }
    // The first 16 are the user's to define, so they are never the answer.
    return .indexed(UInt8(nearest(to: wanted, among: 16..<256)))
  }

  private var nearest16: Color {
    switch self {
    case .terminalDefault, .ansi: return self
    case .indexed(let index) where index < 16: return .ansi(index)
    case .indexed, .rgb: break
    }
    guard let wanted = components else { return self }
    return .ansi(UInt8(nearest(to: wanted, among: 0..<16)))
  }
}

private func nearest(
  to wanted: (red: Int, green: Int, blue: Int), among candidates: Range<Int>
) -> Int {
  var best = candidates.lowerBound
  var bestDistance = Int.max
  for index in candidates {
    let distance = distance(wanted, palette256[index])
    if distance < bestDistance {
      best = index
      bestDistance = distance
    }
  }
  return best
}

/// The "redmean" approximation of how different two colours look.
private func distance(
  _ left: (red: Int, green: Int, blue: Int), _ right: (red: Int, green: Int, blue: Int)
) -> Int {
  let mean = (left.red + right.red) / 2
  let red = left.red - right.red
  let green = left.green - right.green
  let blue = left.blue - right.blue
  return ((512 + mean) * red * red) / 256 + 4 * green * green + ((767 - mean) * blue * blue) / 256
}

/// xterm's palette: 16 named colours, a 6×6×6 cube, 24 greys.
private let palette256: [(red: Int, green: Int, blue: Int)] = {
  var colors: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
    (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]
  let levels = [0, 95, 135, 175, 215, 255]
  for red in levels {
    for green in levels {
      for blue in levels { colors.append((red, green, blue)) }
    }
  }
  for step in 0..<24 { colors.append((8 + 10 * step, 8 + 10 * step, 8 + 10 * step)) }
  return colors
}()
