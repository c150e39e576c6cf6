import ThawCanvas
import ThawProtocol

/// The columns of the board, from left to right.
enum BoardColumn: CaseIterable {
  case state
  case name
  case parameters
  case gradient
  case norm
  case update
  case updateRatio
  case drift
  case cost

  /// The columns that fit, the least needed left out first; names longer than 16 columns and a good part of the width
  /// are shortened before that.
  static func fitting(_ width: Int, longestName: Int, hasCosts: Bool) -> [BoardColumn] {
    let longest = min(max(8, longestName), max(16, width * 3 / 10))
    var columns = allCases.filter { $0 != .cost || hasCosts }
    for column in [BoardColumn.update, .cost, .drift, .updateRatio, .norm, .parameters, .gradient]
    where nameWidth(beside: columns, in: width) < longest {
      columns.removeAll { $0 == column }
    }
    return columns
  }

  /// What the other columns leave to the names: two columns are for cursor and marks, one between neighbours.
  fileprivate static func nameWidth(beside columns: [BoardColumn], in width: Int) -> Int {
    width - 2 - (columns.count - 1) - columns.reduce(0) { $0 + $1.width }
  }

  func column(_ widths: BoardWidths) -> Table.Column {
    switch self {
    case .name: Table.Column(title, width: .length(widths.name))
    case .gradient, .update: Table.Column(title, width: .length(widths.curve))
    case .state: Table.Column(title, width: .length(width))
    default: Table.Column(title, width: .length(width), alignment: .trailing)
    }
  }

  /// What a click on the heading orders by.
  var order: BoardOrder {
    switch self {
    case .state, .name: .network
    case .parameters: .parameters
    case .gradient, .norm: .gradient
    case .update, .updateRatio: .update
    case .drift: .drift
    case .cost: .cost
    }
  }

  /// The least width; names have what is left.
  fileprivate var width: Int {
    switch self {
    case .state: 2
    case .cost: 5
    case .name: 0
    case .parameters: 6
    case .gradient, .update: 9
    case .norm, .updateRatio, .drift: 7
    }
  }

  private var title: String {
    switch self {
    case .state: ""
    case .name: "name"
    case .parameters: "params"
    case .gradient: "gradient"
    case .norm: "norm"
    case .update: "update"
    case .updateRatio: "upd/w"
    case .drift: "drift"
    case .cost: "cost"
    }
  }

  /// What a tensor's line shows: its name and shape, where there is room its type.
  ///
  /// Of a name that is too long the end is kept: it begins like the row's, and the other tensors'.
  func cell(of tensor: TensorDescription, nameWidth: Int, _ glyphs: Glyphs) -> Line {
    switch self {
    case .name:
      let shape = " \(tensor.shapeText)"
      let hasShape = nameWidth >= 2 + tensor.name.columns + shape.columns
      let name = tensor.name.shortened(to: nameWidth - 2, head: 0, glyphs.ellipsis)
      return Line([
        Span("\(glyphs.separator) ", .muted), Span(name, .muted), Span(hasShape ? shape : ""),
      ])
    case .parameters:
      return Line(compactNumber(Double(tensor.shape.reduce(1, *))), .muted)
    case .gradient: return Line(tensor.type, .muted)
    default: return []
    }
  }
}

/// How wide names and small curves are: names as they need, so that the eye finds what is beside them; curves share what
/// is left.
struct BoardWidths {
  let name: Int
  let curve: Int

  init(_ columns: [BoardColumn], in width: Int, longestName: Int) {
    let free = BoardColumn.nameWidth(beside: columns, in: width)
    let needed = min(free, max(16, longestName + 2))
    let curves = columns.count { $0 == .gradient || $0 == .update }
    let more = curves == 0 ? 0 : (free - needed) / curves
    curve = BoardColumn.gradient.width + min(more, 50)
    // Columns that cannot be shared out evenly.
    name = needed + (more < 50 && curves > 0 ? (free - needed) % curves : 0)
  }
}

/// A line of the board: a row, or one of its tensors.
struct BoardLine: Equatable {
  /// The row, an index into the board's.
  var row: Int
  /// The tensor of it; nil for the row itself.
  var tensor: Int?

  /// All lines, in the board's order.
  static func lines(of board: BoardState) -> [BoardLine] {
    board.visible.flatMap { row in
      [BoardLine(row: row)]
        + (board.expanded.contains(row)
          ? board.rows[row].tensors.indices.map { BoardLine(row: row, tensor: $0) } : [])
    }
  }
}

extension BoardState {
  /// The columns that the longest name of a row takes.
  var longestName: Int { rows.lazy.map { boardName(of: $0).columns }.max() ?? 0 }

  /// The columns that the longest of the tensors that are listed takes, with its shape.
  var longestTensor: Int {
    expanded.lazy.flatMap { rows[$0].tensors }
      .map { 3 + $0.name.columns + $0.shapeText.columns }.max() ?? 0
  }
}

extension TensorDescription {
  /// Its shape in print: `32×3×3×3`, `scalar`.
  var shapeText: String { shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×") }
}
