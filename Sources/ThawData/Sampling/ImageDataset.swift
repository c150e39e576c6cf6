/// Some of the pictures of a source.
public struct ImageSubset: Sendable {
  /// Where the pictures are.
  public let source: any ImageSource
  /// Which of them, as indices into the source.
  public let indices: [Int]

  /// Names pictures.
  public init(_ source: any ImageSource, indices: [Int]) {
    self.source = source
    self.indices = indices
  }

  /// How many pictures there are.
  public var count: Int { indices.count }

  /// The class of each picture, in the order of ``indices``.
  public var labels: [Int] { indices.map { source.labels[$0] } }
}

/// The pictures of a run: those that train and those that validate.
public struct ImageDataset: Sendable {
  /// What trains.
  public let training: ImageSubset
  /// What validates; empty where no share was split off and there is no test split.
  public let validation: ImageSubset
  /// The names of the classes.
  public let classes: [String]
  /// Files that were left out when the sources were read.
  public let skipped: [SkippedFile]

  /// Splits a source, or takes a test split to validate with.
  ///
  /// Limits choose equally many of each class as far as they can. The same arguments give the same
  /// samples.
  ///
  /// - Parameters:
  ///   - source: The training pictures, and those to validate with where there is no `test`.
  ///   - test: Pictures to validate with; `validationShare` is then ignored.
  ///   - validationShare: Part of `source` that validates, 0..<1.
  ///   - limit: The most training samples; nil for all.
  ///   - validationLimit: The most validation samples; nil for all.
  ///   - seed: Chooses the samples.
  /// - Throws: ``DatasetError`` where nothing is left to train on, or the test split's classes are
  ///   others.
  public init(
    _ source: any ImageSource, test: (any ImageSource)? = nil, validationShare: Double,
    limit: Int? = nil, validationLimit: Int? = nil, seed: UInt64
  ) throws(DatasetError) {
    let labels = source.labels
    let split = Split(
      labels: labels, validationShare: test == nil ? validationShare : 0, seed: seed)
    training = ImageSubset(
      source,
      indices: Split.balanced(split.training, labels: labels, limit: limit, seed: seed))
    if let test {
      guard test.classes == source.classes else {
        throw .classesDiffer(training: source.classes, test: test.classes)
      }
      validation = ImageSubset(
        test,
        indices: Split.balanced(
          Array(0..<test.count), labels: test.labels, limit: validationLimit, seed: seed))
    } else {
      validation = ImageSubset(
        source,
        indices: Split.balanced(
          split.validation, labels: labels, limit: validationLimit, seed: seed))
    }
    classes = source.classes
    skipped = source.skipped + (test?.skipped ?? [])
    guard training.count > 0 else { throw .emptySplit("training") }
  }

  /// What the run says of its data.
  public var summary: DatasetSummary {
    DatasetSummary(
      trainingCount: training.count, validationCount: validation.count, classes: classes,
      skipped: skipped)
  }
}

/// What a run says of its data.
public struct DatasetSummary: Codable, Equatable, Sendable, CustomStringConvertible {
  /// Training samples.
  public var trainingCount: Int
  /// Validation samples.
  public var validationCount: Int
  /// The names of the classes.
  public var classes: [String]
  /// Files that were left out.
  public var skipped: [SkippedFile]

  /// One line: `150 training and 40 validation pictures of 6 classes, 2 files skipped`.
  public var description: String {
    let counts =
      "\(trainingCount) training and \(validationCount) validation pictures of "
      + "\(classes.count) classes"
    guard !skipped.isEmpty else { return counts }
    return counts + ", \(skipped.count) file\(skipped.count == 1 ? "" : "s") skipped"
  }
}
