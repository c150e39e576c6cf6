import Foundation
import Testing
import ThawProtocol
import ThawTensor

@testable import ThawModels

@Suite("Models")
struct ModelTests {
  private let images: Tensor
  private let model: any Model

  init() throws {
    try TorchRuntime.setThreads(1)
    images = try Tensor.normal([2, 3, 32, 32], generator: RandomGenerator(seed: 3))
    model = try ModelCatalog.make(architecture: "efficientnet-lite0", classes: 10, seed: 1)
  }

  @Test("Every parameter and buffer is in exactly one row", arguments: ModelCatalog.architectures)
  func rows(architecture: String) throws {
    let model = try ModelCatalog.make(architecture: architecture, classes: 3, seed: 1)

    #expect(model.rows.flatMap(\.parameters) == Array(model.parameters.indices))
    #expect(model.rows.flatMap(\.buffers) == Array(model.buffers.indices))
    #expect(Set(model.rows.map(\.name)).count == model.rows.count)
    #expect(model.rows.first?.name == "stem")
    #expect(model.rows.last?.name == "head")
    let (parameters, buffers) = (model.parameters.map(\.tensor), model.buffers.map(\.tensor))
    #expect(parameters.count { $0.requiresGradient } == parameters.count)
    #expect(buffers.count { $0.requiresGradient } == 0)
  }

  @Test("Rows run one by one give what the whole gives")
  func rowByRow() throws {
    let whole = try model.forward(images)

    var x = images
    for row in model.rows.indices { x = try model.forward(x, rows: row..<row + 1) }

    #expect(whole.shape == [2, 10])
    #expect(try x.isBitIdentical(to: whole))
  }

  @Test("A gradient reaches the parameters of the rows that were run with gradients, and no others")
  func gradients() throws {
    let boundary = 12
    let prefix = try withoutGradients { try model.forward(images, rows: 0..<boundary) }

    try model.forward(prefix, rows: boundary..<model.rows.count).sum().backward()

    for (index, row) in model.rows.enumerated() {
      for parameter in row.parameters {
        let gradient = model.parameters[parameter].tensor.gradient
        #expect((gradient != nil) == (index >= boundary), "\(model.parameters[parameter].name)")
      }
    }
  }

  @Test("In training the statistics of rows that are not frozen move, and of no others")
  func statistics() throws {
    let frozen: Set = [0, 3, 17]
    let before = try model.buffers.map { try $0.tensor.clone() }
    model.setTraining(true, frozenRows: frozen)
    _ = try model.forward(images)

    for (index, row) in model.rows.enumerated() {
      for buffer in row.buffers {
        let same = try model.buffers[buffer].tensor.isBitIdentical(to: before[buffer])
        #expect(same == frozen.contains(index), "\(model.buffers[buffer].name)")
      }
    }
  }

  @Test("In eval mode nothing moves and nothing is random, after training as before")
  func eval() throws {
    let before = try model.export()
    let first = try model.forward(images)
    #expect(try model.forward(images).isBitIdentical(to: first))
    #expect(try model.export() == before)

    model.setTraining(true, frozenRows: [])
    model.setTraining(false, frozenRows: [])
    #expect(try model.forward(images).isBitIdentical(to: first))
  }

  @Test("Dropout is for the head in training, and not when the head is frozen")
  func dropout() throws {
    let head = model.rows.count - 1
    let features = try Tensor.ones([2, 1280])
    let eval = try model.forward(features, rows: head..<head + 1)

    model.setTraining(true, frozenRows: [head])
    #expect(try model.forward(features, rows: head..<head + 1).isBitIdentical(to: eval))
    model.setTraining(true, frozenRows: [])
    RandomGenerator.current.seed(1)
    let dropped = try model.forward(features, rows: head..<head + 1)
    #expect(try !dropped.isBitIdentical(to: eval))
    RandomGenerator.current.seed(1)
    #expect(try model.forward(features, rows: head..<head + 1).isBitIdentical(to: dropped))
  }

  @Test("What is exported and loaded is the same model, bit for bit")
  func roundTrip() throws {
    model.setTraining(true, frozenRows: [])
    _ = try model.forward(images)
    let weights = try model.export()

    let copy = try ModelCatalog.make(architecture: model.architecture, weights: weights)

    #expect(copy.classes == 10)
    #expect(try copy.export() == weights)
    #expect(weights.filter { $0.type == .int64 }.allSatisfy { $0.data.first == 1 })
  }

  @Test("A new head is drawn by its seed and everything else stays")
  func head() throws {
    let before = try model.export()
    try model.replaceHead(classes: 4, seed: 9)
    let first = try model.export()
    try model.replaceHead(classes: 4, seed: 9)

    #expect(model.classes == 4)
    #expect(try model.forward(images).shape == [2, 4])
    #expect(try model.export() == first)
    #expect(first.dropLast(2) == before.dropLast(2))
    #expect(first.last?.shape == [4])
    #expect(model.parameters.last?.tensor.requiresGradient == true)
    try model.replaceHead(classes: 4, seed: 10)
    #expect(try model.export() != first)
  }

  @Test("The layer board shows rows, states and tensors")
  func board() {
    let rows = model.layerRows(frozen: [0])

    #expect(rows.map(\.name) == model.rows.map(\.name))
    #expect(rows.map(\.state) == [.frozen] + rows.dropFirst().map { _ in .trainable })
    #expect(rows[0].parameters == 32 * 27 + 64)
    #expect(rows[0].tensors.map(\.name).first == "_conv_stem.weight")
    #expect(rows[0].tensors.map(\.type) == ["F32", "F32", "F32", "F32", "F32", "I64"])
    #expect(rows.last?.tensors.map(\.shape) == [[10, 1280], [10]])
  }

  @Test("An unknown architecture is refused with the ones there are")
  func unknown() {
    let error = #expect(throws: ModelError.self) {
      try ModelCatalog.make(architecture: "efficientnet-lite9", classes: 2, seed: 1)
    }
    #expect(error?.description.contains("efficientnet-lite0, efficientnet-lite1") == true)
  }
}
