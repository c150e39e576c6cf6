import Testing
import ThawCanvas

@Suite("Every view at every size")
struct EverySizeTests {
  static let sizes = [(0, 0), (1, 1), (2, 2), (3, 9), (20, 5), (80, 24), (200, 60)].map {
    Size(width: $0.0, height: $0.1)
  }
  static let abilities = [
    Ability(), Ability(colors: .sixteen, raster: .block), Ability.ascii(colors: .none),
  ]

  static var views: [(name: String, view: any View)] {
    let points = (0..<50).map { PlotPoint(x: Double($0), y: $0 == 30 ? .nan : Double($0 * $0)) }
    return [
      ("line", Line("a long line of text, 漢字 included", alignment: .center)),
      ("text", Text(Line("several lines 🧊 of text").wrapped(to: 12))),
      ("panel", Panel("title", detail: "detail", footer: "footer", isFocused: true)),
      ("gauge", Gauge(0.4)), ("scrollbar", Scrollbar(first: 3, shown: 9, count: 30)),
      (
        "table",
        Table(
          columns: [.init("a", width: .fill(1)), .init("b", width: .length(8))],
          rows: [.init(["漢字", "2"], isMarked: true), .init(["3", "4"])], selected: 1)
      ),
      ("menu", Menu([.init("one", detail: "1"), .init("two", isEnabled: false)], selected: 0)),
      ("footer", KeyHints([.init(key: "q", label: "quit", isEnabled: false)])),
      ("input", InputLine(prompt: ":", text: "text", completion: "more")),
      ("backdrop", Backdrop()),
      ("popup", Popup("t", size: Size(width: 30, height: 8), content: Line("content"))),
      (
        "chart",
        LineChart(
          series: [PlotSeries(name: "s", role: .plot, points: points)],
          marks: [PlotMark(x: 10, kind: .freeze, label: "head"), PlotMark(x: 11, kind: .alarm)],
          cursor: 25)
      ),
    ]
  }

  @Test("Nothing outside the area is touched", arguments: sizes, abilities)
  func stayInside(size: Size, ability: Ability) {
    let context = RenderContext(theme: .builtIn, ability: ability)
    let area = Rect(x: 3, y: 2, width: size.width, height: size.height)
    let whole = Size(width: size.width + 6, height: size.height + 4)
    for (name, view) in Self.views {
      var buffer = Buffer(size: whole, filledWith: Cell("·"))
      view.render(in: area, into: &buffer, context: context)
      var isClean = true
      for y in 0..<whole.height {
        for x in 0..<whole.width where !area.contains(x: x, y: y) {
          isClean = isClean && buffer[x, y] == Cell("·")
        }
      }
      #expect(isClean, "\(name)")
    }
  }

  @Test("An area partly or wholly outside the buffer does no harm", arguments: abilities)
  func outside(ability: Ability) {
    let context = RenderContext(theme: .builtIn, ability: ability)
    var buffer = Buffer(size: Size(width: 10, height: 4))
    for (_, view) in Self.views {
      for area in [
        Rect(x: -5, y: -2, width: 30, height: 12), Rect(x: 50, y: 50, width: 9, height: 9),
        Rect(x: 8, y: 3, width: 40, height: 20),
      ] { view.render(in: area, into: &buffer, context: context) }
    }
    #expect(buffer.rows.count == 4)
  }
}
