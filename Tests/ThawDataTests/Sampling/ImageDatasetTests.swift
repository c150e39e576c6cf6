import Testing
import ThawData

@Suite("Dataset")
struct ImageDatasetTests {
  @Test("A share is split off, and limits apply to both sides")
  func share() throws {
    let data = try ImageDataset(
      PlainImages(100), validationShare: 0.2, limit: 10, validationLimit: 6, seed: 1)

    #expect(data.training.count == 10)
    #expect(data.validation.count == 6)
    #expect(data.training.labels.count { $0 == 0 } == 5)
    #expect(Set(data.training.indices).isDisjoint(with: data.validation.indices))
    #expect(data.summary.description == "10 training and 6 validation pictures of 2 classes")
  }

  @Test("A limit on training leaves the validation samples as they are")
  func limitKeepsValidation() throws {
    let all = try ImageDataset(PlainImages(100), validationShare: 0.2, seed: 1)
    let few = try ImageDataset(PlainImages(100), validationShare: 0.2, limit: 4, seed: 1)

    #expect(all.validation.indices == few.validation.indices)
  }

  @Test("A test split validates in place of a share")
  func testSplit() throws {
    let data = try ImageDataset(
      PlainImages(10), test: PlainImages(4), validationShare: 0.5, seed: 1)

    #expect(data.training.indices == Array(0..<10))
    #expect(data.validation.indices == [0, 1, 2, 3])
  }

  @Test("Nothing to train on is an error")
  func empty() {
    let error = #expect(throws: DatasetError.self) {
      try ImageDataset(PlainImages(0), validationShare: 0, seed: 1)
    }
    #expect(
      error?.description
        == "the training split is empty; use more data or another validation share")
  }
}
