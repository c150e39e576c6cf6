import ThawProtocol
import ThawTensor

/// Follows an image's size through a network, row by row, and adds up what its operations cost.
struct CostWalk {
  /// The costs of the rows so far.
  private(set) var rows: [RowCost] = []
  private var height: Int
  private var width: Int

  /// Starts with an image `[C, H, W]`.
  init(sampleShape: [Int]) {
    precondition(sampleShape.count == 3, "an image is [C, H, W], not \(sampleShape)")
    height = sampleShape[1]
    width = sampleShape[2]
  }

  /// Adds a row of convolutions, each of which takes what the one before it gave.
  ///
  /// The shortcut, where there is one, takes what the row takes, and is added to what the last of them gives.
  mutating func addRow(_ convolutions: [Convolution], shortcut: Convolution? = nil) {
    var cost = RowCost()
    if let shortcut {
      cost.add(shortcut.weight, outputs: outputPixels(shortcut), takesRowInput: true)
    }
    for (index, convolution) in convolutions.enumerated() {
      cost.add(
        convolution.weight, outputs: outputPixels(convolution), takesRowInput: index == 0)
      height = convolution.outputSize(height)
      width = convolution.outputSize(width)
    }
    rows.append(cost)
  }

  /// Shrinks the image as pooling does, which costs no operation that counts.
  mutating func shrink(kernel: Int, stride: Int, padding: Int) {
    height = (height + 2 * padding - kernel) / stride + 1
    width = (width + 2 * padding - kernel) / stride + 1
  }

  /// Adds a row of one linear layer that takes a single vector.
  mutating func addRow(_ linear: Linear) {
    var cost = RowCost()
    cost.add(linear.weight, outputs: 1, takesRowInput: true)
    rows.append(cost)
  }

  private func outputPixels(_ convolution: Convolution) -> Int {
    convolution.outputSize(height) * convolution.outputSize(width)
  }
}

extension RowCost {
  /// Adds a convolution or matrix product, each pass of which multiplies and adds once for every weight and output.
  ///
  /// A channel, of which the weight's first dimension has the number, gives `count` outputs.
  fileprivate mutating func add(_ weight: Tensor, outputs count: Int, takesRowInput: Bool) {
    let operations = 2 * weight.elementCount * count
    forward += operations
    inputGradient += operations
    weightGradient += operations
    if !takesRowInput { innerInputGradient += operations }
    outputs += weight.shape[0] * count
  }
}

extension Convolution {
  /// How many pixels remain of a side.
  func outputSize(_ size: Int) -> Int {
    switch padding {
    case .same: (size + stride - 1) / stride
    case .fixed(let zeros): (size + 2 * zeros - kernel) / stride + 1
    }
  }
}
