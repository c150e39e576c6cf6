import ThawProtocol

extension WeightsInspection {
  /// The inspection as a table for people: a line a tensor, the first of each row with the row's name.
  public var table: String {
    let header = ["row", "parameters", "tensor", "type", "shape"]
    var lines = [header]
    for row in rows {
      for (index, tensor) in row.tensors.enumerated() {
        let shape = tensor.shape.map(String.init).joined(separator: "×")
        lines.append([
          index == 0 ? row.name : "", index == 0 ? grouped(row.parameters) : "",
          tensor.name, tensor.type, shape.isEmpty ? "scalar" : shape,
        ])
      }
    }
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let text = lines.map { line in
      let cells = zip(line, widths).enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 1 ? blanks + cell.0 : cell.0 + blanks
      }
      return trimmed(cells.joined(separator: "  "))
    }
    let title = "\(architecture): \(grouped(parameters)) parameters in \(rows.count) rows"
    return ([title, ""] + text).joined(separator: "\n")
  }
}

/// A number with a comma before every three digits.
private func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  return digits.indices.map { index in
    let isStart = index > 0 && (digits.count - index).isMultiple(of: 3)
    return (isStart ? "," : "") + String(digits[index])
  }.joined()
}

private func trimmed(_ line: String) -> String {
  String(line.reversed().drop { $0 == " " }.reversed())
}
