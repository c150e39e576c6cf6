/// How pictures and pages look: colours by name for light and dark, told apart by people who see few of them.
enum SVGStyle {
  /// The colours; a reader's system says which set counts.
  static let colors = """
    :root{--paper:#ffffff;--ink:#1b1f24;--soft:#5c6670;--rule:#d9dee3;--good:#0a7a4b;--bad:#a8480b;\
    --frozen:#cfe3f2;--s0:#0072b2;--s1:#c45500;--s2:#007f5f;--s3:#a8327a;--s4:#8a6d00;--s5:#2f5fd0;\
    --s6:#6b4c9a;--s7:#4d4d4d}
    @media (prefers-color-scheme:dark){:root{--paper:#0f151c;--ink:#e4e9ee;--soft:#98a3ad;\
    --rule:#2a333d;--good:#5fd3a0;--bad:#f0a35e;--frozen:#22384a;--s0:#56b4e9;--s1:#f5a65b;\
    --s2:#4fd1a5;--s3:#ee9fce;--s4:#f0e442;--s5:#9db8ff;--s6:#c9aef0;--s7:#c4c4c4}}

    """

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
