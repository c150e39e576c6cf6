import ThawCanvas

/// How pictures and pages look: colours by name for light and dark, told apart by people who see few of them.
enum SVGStyle {
  /// The colours; a reader's system says which set counts.
  static let colors: String = {
    func set(_ value: (ChartPalette.Named) -> String) -> String {
      ":root{" + ChartPalette.colors.map { "--\($0.name):\(value($0))" }.joined(separator: ";")
        + "}"
    }
    return set(\.light) + "\n@media (prefers-color-scheme:dark){" + set(\.dark) + "}\n"
  }()

  /// What a chart's parts look like.
  static let chart: String = {
    let series = (0..<8).map { place in
      ".c\(place){stroke:var(--s\(place))}"
        + ".b\(place),.chart .t\(place){fill:var(--s\(place))}"
    }
    return """
      .ground{fill:var(--paper)}.chart text{font:12px system-ui,sans-serif;fill:var(--ink)}
      .chart .title{font-weight:600;font-size:14px}.chart .tick{fill:var(--soft);font-size:11px}
      .middle{text-anchor:middle}.end{text-anchor:end}
      .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
      .band{opacity:.18}.grid{stroke:var(--rule)}.axis{stroke:var(--soft)}
      .mark{stroke:var(--soft);stroke-dasharray:3 3}.still{fill:var(--frozen)}
      .chart .name{font-weight:600}

      """ + series.joined() + "\n"
  }()
}

/// A coordinate with one decimal, which is finer than any screen.
func decimal(_ value: Double) -> String { fixed(value, decimals: 1) }

/// Text that stands for itself in XML.
func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    default: result.append(character)
    }
  }
  return result
}
