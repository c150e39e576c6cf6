public import ThawProtocol
import ThawTensor

extension Model {
  /// The rows as the layer board shows them, given the indices of the frozen ones.
  ///
  /// Without the shape of a sample, their costs are not known. What stands behind a row is found by its name.
  public func layerRows(
    frozen: Set<Int> = [], sampleShape: [Int]? = nil, standings: [String: RowStanding] = [:]
  ) -> [LayerRow] {
    let costs = sampleShape.map { self.costs(sampleShape: $0) }
    return rows.enumerated().map { index, row in
      LayerRow(
        name: row.name,
        parameters: row.parameters.reduce(0) { $0 + parameters[$1].tensor.elementCount },
        state: frozen.contains(index) ? .frozen : .trainable,
        tensors: row.tensors.map { TensorDescription(state[$0]) },
        cost: costs?[index], standing: standings[row.name],
        sharedWith: rowsTied(to: index))
    }
  }
}

extension TensorDescription {
  init(_ named: NamedTensor) {
    self.init(
      name: named.name, shape: named.tensor.shape, type: named.tensor.type.safetensorsName)
  }
}
