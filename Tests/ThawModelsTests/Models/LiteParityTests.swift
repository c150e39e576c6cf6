import Foundation
import Testing
import ThawTensor

@testable import ThawModels

@Suite(
  "EfficientNet-Lite0 against the PyTorch reference",
  .serialized, .enabled(if: ReleasedWeights.areThere, "make prepare fetches the weights"))
struct LiteParityTests {
  /// The largest difference; NaN counts as one.
  private func difference(_ values: [Float], _ golden: ArraySlice<Float>) -> Float {
    zip(values, golden).reduce(0) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference.isNaN ? .infinity : max(largest, difference)
    }
  }

  @Test(
    "Logits of three photos are those of the reference, at its size and at odd ones",
    arguments: [(224, 224, 0), (96, 96, 1), (97, 75, 2)])
  func logits(height: Int, width: Int, index: Int) throws {
    let model = try LiteGolden.pretrained()
    let golden = try LiteGolden.floats("logits.f32")[(3000 * index)..<(3000 * (index + 1))]

    let logits = try withoutGradients {
      try model.forward(LiteGolden.photos(height: height, width: width))
    }

    #expect(logits.shape == [3, 1000])
    #expect(difference(try logits.floats(), golden) < 1e-4)
    if index == 0 { #expect(try logits.argmax().int64s() == [285, 967, 657]) }
  }

  @Test(
    "One training step adds to every tensor what it adds in the reference",
    arguments: [
      ("step-sgd.f32", UpdateRule.sgd(momentum: 0.9, weightDecay: 1e-4), 0.01),
      ("step-adamw.f32", UpdateRule.adamW(weightDecay: 0.01), 1e-4),
    ])
  func step(golden name: String, rule: UpdateRule, rate: Double) throws {
    // In double precision: in single precision the reference's own two memory layouts move some
    // tensors by a percent of the update differently, through 50 BatchNorms over 4 photos.
    let model = try LiteGolden.pretrained(type: .float64)
    let tensors = model.state.inOrder.filter { $0.tensor.type == .float64 }
    let before = try tensors.map { try $0.tensor.detached().clone() }
    model.isDropping = false
    model.setTraining(true, frozenRows: [])
    let optimizer = try Optimizer(model.parameters.map(\.tensor), rule: rule)
    let photos = try LiteGolden.photos(height: 96, width: 96).to(.float64)
    let batch = try Tensor.cat([photos, photos.narrow(start: 0, length: 1).flipped(dimension: 3)])
    let labels = try Tensor([281, 967, 657, 285] as [Int64], shape: [4])

    try model.forward(batch).crossEntropy(targets: labels).backward()
    try optimizer.step(rate: rate)

    var golden = try LiteGolden.floats(name)[...]
    for (named, old) in zip(tensors, before) {
      let update = try LiteGolden.sampled(try named.tensor.detached() - old)
      let wanted = golden.prefix(update.count)
      golden = golden.dropFirst(update.count)
      let largest = difference(update.map { Float($0) }, wanted)
      // Below the floor are the gradients that are zero but for rounding: of a bias before a BatchNorm.
      let allowed = max(1e-10, 1e-5 * (wanted.dropFirst().map(abs).max() ?? 0))
      #expect(largest <= allowed, "\(named.name)")
    }
    #expect(golden.isEmpty)
    for counts in model.buffers where counts.tensor.type == .int64 {
      #expect(try counts.tensor.item() == 1, "\(counts.name)")
    }
  }
}
