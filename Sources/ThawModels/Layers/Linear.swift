import ThawTensor

/// `x · Wᵀ + b`.
struct Linear {
  let weight: Tensor
  let bias: Tensor

  /// Takes weight `[output, input]` and bias `[output]` from a model's state.
  init(_ state: ModelState, _ name: String) {
    weight = state.tensor("\(name).weight")
    bias = state.tensor("\(name).bias")
  }

  /// Maps `[B, input]` to `[B, output]`.
  func forward(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.linear(weight: weight, bias: bias)
  }
}

extension ModelState {
  /// Puts a newly drawn linear layer, the last row's, in place of the one there was.
  mutating func replaceHead(
    _ name: String, classes: Int, seed: UInt64
  ) throws(TorchError) -> Linear {
    var blueprint = ModelBlueprint(architecture: name)
    blueprint.beginRow(name)
    blueprint.addLinear(name, input: tensor("\(name).weight").shape[1], output: classes)
    let head = try ModelState(blueprint, seed: seed)
    for parameter in head.parameters {
      replaceParameter(parameter.name, with: parameter.tensor)
    }
    return Linear(self, name)
  }
}
