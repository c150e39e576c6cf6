import Foundation
import Testing
import ThawModels
import ThawProtocol
import ThawStore
import ThawTensor

@testable import ThawEngine

@Suite("Testing rates on a learner") struct LearnerRateSearchTests {
  @Test("The model, the optimizer and the data position are afterwards what they were, bit for bit")
  func restored() throws {
    for optimizer in Recipe.Optimizer.tested {
      var (tested, untouched) = (try Rig(optimizer), try Rig(optimizer))
      for _ in 0..<2 {
        try tested.takeStep()
        try untouched.takeStep()
      }
      let before = try tested.everything()

      let search = try tested.learner.searchRate(
        RateSearch.rates(from: 1e-6, to: 100, count: 30))

      #expect(search.points.count > 5)
      #expect(try tested.everything() == before)
      #expect(try tested.train(to: 5) == untouched.train(to: 5))
    }
  }

  @Test("Each step is taken at its rate, and a diverging loss ends the test")
  func diverges() throws {
    let rig = try Rig(
      Recipe.Optimizer(name: .sgd, learningRate: 0.1, weightDecay: 0, momentum: 0.9))
    var steps = 0

    let search = try rig.learner.searchRate(
      RateSearch.rates(from: 1e-4, to: 1e6, count: 60)
    ) { steps = $0 }

    #expect(search.hasDiverged)
    #expect(steps < 60 && steps >= search.points.count)
    #expect(search.points.first?.rate == 1e-4)
  }
}
