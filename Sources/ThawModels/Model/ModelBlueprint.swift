import ThawTensor

/// The names, shapes and rows of an architecture, without any tensor.
struct ModelBlueprint: Equatable {
  struct Row: Equatable {
    var name: String
    var tensors: [TensorBlueprint] = []
    /// Parameters of earlier rows that it uses too, by the name that they have here.
    var ties: [(name: String, original: String)] = []

    static func == (a: Row, b: Row) -> Bool {
      a.name == b.name && a.tensors == b.tensors
        && a.ties.elementsEqual(b.ties) { $0.name == $1.name && $0.original == $1.original }
    }
  }

  var architecture: String
  private(set) var rows: [Row] = []

  init(architecture: String) { self.architecture = architecture }

  /// Begins a row; what is added from here on belongs to it.
  mutating func beginRow(_ name: String) { rows.append(Row(name: name)) }

  /// How a convolution's weight is drawn.
  enum ConvolutionDraw {
    /// PyTorch's default.
    case byFanIn
    /// He's for ReLU by what a weight is multiplied into, as in torchvision's ResNets; not for groups.
    case byFanOut
  }

  /// A convolution without bias: weight `[output, input / groups, kernel, kernel]`.
  mutating func addConvolution(
    _ name: String, input: Int, output: Int, kernel: Int, groups: Int = 1,
    draw: ConvolutionDraw = .byFanIn
  ) {
    let shape = [output, input / groups, kernel, kernel]
    let role: TensorBlueprint.Role =
      switch draw {
      case .byFanIn: .uniform(fanIn: shape[1...].reduce(1, *))
      case .byFanOut: .normal(fanOut: output * kernel * kernel)
      }
    add("\(name).weight", shape, role)
  }

  /// A BatchNorm: weight, bias and running statistics `[channels]`, and a count of batches.
  mutating func addBatchNorm(_ name: String, channels: Int) {
    add("\(name).weight", [channels], .constant(1))
    add("\(name).bias", [channels], .constant(0))
    add("\(name).running_mean", [channels], .statistic(0))
    add("\(name).running_var", [channels], .statistic(1))
    add("\(name).num_batches_tracked", [], .count)
  }

  /// A linear layer: weight `[output, input]`, bias `[output]`.
  mutating func addLinear(_ name: String, input: Int, output: Int) {
    add("\(name).weight", [output, input], .uniform(fanIn: input))
    add("\(name).bias", [output], .uniform(fanIn: input))
  }

  /// A linear layer whose weight is that of an earlier one, of the same shape; its bias `[output]` is its own.
  mutating func addLinear(_ name: String, input: Int, output: Int, weightOf other: String) {
    rows[rows.count - 1].ties.append(("\(name).weight", "\(other).weight"))
    add("\(name).bias", [output], .uniform(fanIn: input))
  }

  private mutating func add(_ name: String, _ shape: [Int], _ role: TensorBlueprint.Role) {
    rows[rows.count - 1].tensors.append(TensorBlueprint(name: name, shape: shape, role: role))
  }
}

/// What a tensor of a model is called, how large it is, and what it holds before training.
struct TensorBlueprint: Equatable {
  enum Role: Equatable {
    /// A parameter, PyTorch's default for layers: even in ±1/√fanIn.
    case uniform(fanIn: Int)
    /// A parameter, normal with deviation √(2/fanOut).
    case normal(fanOut: Int)
    /// A parameter of one value.
    case constant(Double)
    /// A buffer of floats of one value.
    case statistic(Double)
    /// A buffer that counts, from 0.
    case count

    var isParameter: Bool {
      switch self {
      case .uniform, .normal, .constant: true
      case .statistic, .count: false
      }
    }
  }

  var name: String
  var shape: [Int]
  var role: Role

  func drawn(from generator: RandomGenerator, as type: DType) throws(TorchError) -> Tensor {
    let tensor: Tensor
    switch role {
    case .uniform(let fanIn):
      let bound = 1 / Double(fanIn).squareRoot()
      tensor = try .uniform(shape, in: -bound..<bound, type: type, generator: generator)
    case .normal(let fanOut):
      let deviation = (2 / Double(fanOut)).squareRoot()
      tensor = try .normal(shape, deviation: deviation, type: type, generator: generator)
    case .constant(let value), .statistic(let value): tensor = try .full(shape, value, type: type)
    case .count: tensor = try .zeros(shape, type: .int64)
    }
    tensor.requiresGradient = role.isParameter
    return tensor
  }
}
