import ThawData
import ThawStore
import ThawTensor

/// Which pictures a step or an evaluation looks at.
enum SampleSplit: Hashable, Sendable {
  case training
  case validation
}

/// All that the output of a frozen prefix for a sample depends on, but for the sample and its augmentation.
///
/// Outputs are kept under it, so that whatever changes, they are never taken for something else's.
struct ActivationKey: Hashable, Sendable {
  var split: SampleSplit
  /// Which pictures there are, and how they become inputs.
  var data: DataFingerprint
  /// How many rows, from the input, gave the output.
  var rows: Int
  /// Every bit of the parameters and buffers of those rows.
  var weights: TensorDigest
  /// As what the numbers are kept.
  var number: Recipe.Cache.Number
}

/// Stands for a split's pictures in their order, and for how they become a model's input.
struct DataFingerprint: Hashable, Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// - Parameters:
  ///   - subset: The pictures.
  ///   - recipe: Where they are from, their augmentation and seed.
  ///   - preprocessing: The model's input.
  init(_ subset: ImageSubset, _ recipe: Recipe, _ preprocessing: Preprocessing) {
    for (key, value) in recipe.flattened.sorted(by: { $0.key < $1.key })
    where key.hasPrefix("data.") || key == "run.seed" || key == "cache.draws" {
      add("\(key)=\(value)")
    }
    add("\(preprocessing)")
    add(subset.indices.count)
    let labels = subset.source.labels
    for index in subset.indices {
      add(index)
      add(labels[index])
    }
  }

  // FNV-1a: the standard library's hashes differ from process to process.
  private mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    add(text.utf8.count)
  }

  private mutating func add(_ number: Int) {
    value = (value ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3
    value ^= value >> 32
  }
}
