import Testing
import ThawData
import ThawTensor

@Suite("Preprocessing")
struct PreprocessingTests {
  @Test("Values are (x - mean) / deviation, channel by channel, in planes")
  func planes() {
    let image = RGBImage(
      width: 2, height: 2, pixels: [0, 10, 20, 255, 11, 21, 1, 12, 22, 2, 13, 23])
    let preprocessing = Preprocessing(size: 2, mean: [127, 10, 20], deviation: [128, 2, 0.5])

    let values = preprocessing.values(image)

    let red: [Float] = [-0.9921875, 1, -0.984375, -0.9765625]
    let green: [Float] = [0, 0.5, 1, 1.5]
    let blue: [Float] = [0, 2, 4, 6]
    #expect(values == red + green + blue)
  }

  @Test("A wide picture is resized by its shorter side and cut in the middle")
  func centredSquare() {
    let row: [UInt8] = [0, 0, 90, 90, 200, 200]
    let image = RGBImage(width: 6, height: 2, grey: row + row)
    let preprocessing = Preprocessing(size: 2, mean: [0, 0, 0], deviation: [1, 1, 1])

    #expect(preprocessing.square(image) == RGBImage(width: 2, height: 2, grey: [90, 90, 90, 90]))
  }

  @Test("A picture as long and narrow as can be takes no more memory than its middle")
  func narrow() {
    let length = 3_000_000
    let image = RGBImage(width: 1, height: length, grey: [UInt8](repeating: 7, count: length))
    let preprocessing = Preprocessing(size: 64, mean: [0, 0, 0], deviation: [1, 1, 1])

    #expect(
      preprocessing.square(image)
        == RGBImage(width: 64, height: 64, grey: [UInt8](repeating: 7, count: 64 * 64)))
  }

  @Test("One picture becomes a batch of one")
  func tensor() throws {
    let image = RGBImage(width: 2, height: 2, grey: [0, 1, 2, 3])
    let preprocessing = Preprocessing(size: 2, mean: [1, 1, 1], deviation: [2, 2, 2])

    let tensor = try preprocessing.tensor(image)

    #expect(tensor.shape == [1, 3, 2, 2])
    #expect(try tensor.floats() == preprocessing.values(image))
  }
}
