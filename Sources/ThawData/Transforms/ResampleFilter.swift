/// How a pixel is made of its neighbours when a picture is resized.
public enum ResampleFilter: Equatable, Sendable {
  /// Linear between neighbours.
  case triangle
  /// Cubic with a = -0.5, sharper.
  case bicubic

  /// How far the filter reaches, in pixels of the coarser grid.
  var support: Double {
    switch self {
    case .triangle: 1
    case .bicubic: 2
    }
  }

  /// The weight of a neighbour at a distance.
  func weight(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .triangle: return max(0, 1 - x)
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
      return 0
    }
  }
}
