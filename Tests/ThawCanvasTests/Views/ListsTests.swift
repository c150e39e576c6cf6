import Testing
import ThawCanvas

@Suite("Tables, menus, footers and input")
struct ListsTests {
  private func table(selected: Int? = nil, offset: Int = 0) -> Table {
    Table(
      columns: [
        .init("name", width: .fill(1)), .init("cost", width: .length(4), alignment: .trailing),
      ],
      rows: (0..<5).map { Table.Row([Line("row \($0)"), Line("\($0) %")], isMarked: $0 == 1) },
      selected: selected, offset: offset)
  }

  @Test("A table has a header, aligned cells, marks and a cursor")
  func picture1() {
    #expect(
      picture(table(selected: 2), 14, 5) == """
        ··name····cost
        ··row 0····0 %
        ▪·row 1····1 %
        ▌·row 2····2 %
        ··row 3····3 %
        """)
  }

  @Test(
    "The cursor's row is in view, and no row at the end stays empty",
    arguments: [
      (0, nil, 0), (4, nil, 2), (-3, nil, 0), (0, 4, 2), (2, 0, 0), (1, 2, 1), (0, 99, 0),
    ])
  func scrolling(offset: Int, selected: Int?, first: Int) {
    #expect(table(selected: selected, offset: offset).firstRow(height: 3) == first)
  }

  @Test("A click finds its row")
  func clicking() {
    let area = Rect(x: 2, y: 1, width: 14, height: 4)
    let table = table(selected: 4)
    #expect(table.row(atX: 3, y: 2, in: area) == 2)
    #expect(table.row(atX: 3, y: 1, in: area) == nil)
    #expect(table.row(atX: 1, y: 2, in: area) == nil)
  }

  @Test("A menu shows entries around the cursor, with their keys")
  func menu() {
    let menu = Menu(
      [
        .init("freeze", detail: "space"), .init("pause", detail: "p"), .init("stop"),
        .init("fork"),
      ], selected: 1)
    #expect(picture(menu, 18, 3) == "··freeze····space·\n▌·pause·········p·\n··stop············")
    let area = Rect(x: 0, y: 0, width: 18, height: 3)
    #expect(menu.item(atX: 1, y: 2, in: area) == 2)
    #expect(picture(menu, 9, 2) == "··freeze·\n▌·pause··")
    let long = Menu([.init("group", detail: "group the sessions by a field")])
    #expect(picture(long, 30, 1) == "··group·group the sessions b…·")
  }

  @Test("A table marks the column that it is sorted by, and finds the heading that was clicked")
  func headings() {
    let table = Table(
      columns: [
        .init("name", width: .fill(1)),
        .init("loss", width: .length(5), alignment: .trailing, sorting: .descending),
        .init("steps", width: .length(5), sorting: .ascending),
      ], rows: [])
    #expect(picture(table, 20, 1) == "··name···loss↓·step↑")
    let area = Rect(x: 1, y: 2, width: 20, height: 4)
    #expect(table.heading(atX: 3, y: 2, in: area) == 0)
    #expect(table.heading(atX: 10, y: 2, in: area) == 1)
    #expect(table.heading(atX: 20, y: 2, in: area) == 2)
    #expect(table.heading(atX: 1, y: 2, in: area) == nil)
    #expect(table.heading(atX: 10, y: 3, in: area) == nil)
  }

  @Test("A footer shows whole keys only, and finds the clicked one")
  func footer() {
    let hints = KeyHints([
      .init(key: "p", label: "pause"), .init(key: "q", label: "detach"),
    ])
    #expect(picture(hints, 20, 1) == "·p pause··q detach··")
    #expect(picture(hints, 17, 1) == "·p pause·········")
    let area = Rect(x: 0, y: 0, width: 20, height: 1)
    #expect(hints.hint(atX: 11, y: 0, in: area) == 1)
    #expect(hints.hint(atX: 9, y: 0, in: area) == nil)
  }

  @Test("What is typed stays in view around the cursor")
  func input() {
    #expect(picture(InputLine(prompt: ":", text: "freeze"), 10, 1) == ":freeze   ")
    #expect(picture(InputLine(prompt: ":", text: "freeze 0-4"), 8, 1) == ":ze 0-4 ")
    #expect(picture(InputLine(prompt: ":", text: "abcdef", cursor: 0), 4, 1) == ":abc")
    let buffer = drawn(InputLine(prompt: ":", text: "ab", cursor: 1, completion: "cd"), 6, 1)
    #expect(buffer.rows == [":abcd "])
    #expect(buffer[2, 0]?.style.attributes == .reverse)
    #expect(buffer[1, 0]?.style.attributes == [])
  }
}
