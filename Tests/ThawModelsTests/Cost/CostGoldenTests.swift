import Foundation
import Testing
import ThawProtocol

@testable import ThawModels

@Suite("The cost of a step against PyTorch's counter")
struct CostGoldenTests {
  /// What `make_cost_goldens.py` counted.
  struct Golden: Decodable {
    struct Step: Decodable, CustomTestStringConvertible {
      var architecture: String
      var size: Int
      var mask: String
      var trainable: Set<Int>
      var cached: Int
      var operations: Int

      var testDescription: String { "\(architecture) at \(size): \(mask)" }
    }

    var classes: Int
    var steps: [Step]
  }

  static func golden() throws -> Golden {
    try JSONDecoder().decode(Golden.self, from: Fixture.bytes("costs.json"))
  }

  @Test("Every mask costs, to the operation, what was counted")
  func steps() throws {
    let golden = try Self.golden()
    #expect(golden.steps.count == 87)

    for (architecture, steps) in Dictionary(grouping: golden.steps, by: \.architecture) {
      let model = try ModelCatalog.make(
        architecture: architecture, classes: golden.classes, seed: 1)
      for step in steps {
        let costs = CostModel(model.costs(sampleShape: [3, step.size, step.size]))
        let mask = StepMask(trainable: step.trainable, cachedRows: step.cached)
        #expect(costs.cost(mask).total == step.operations, "\(step.testDescription)")
      }
    }
  }
}
