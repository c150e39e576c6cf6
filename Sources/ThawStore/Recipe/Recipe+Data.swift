extension Recipe {
  /// What a model is trained and measured on.
  public struct Data: Equatable, Sendable, Codable {
    /// Where samples come from.
    public enum Source: Equatable, Sendable, Codable {
      /// IDX files, as MNIST and its kin come.
      case idx(IDX)
      /// Image files in folders.
      case folder(Folder)
    }

    /// IDX files, plain or gzip.
    public struct IDX: Equatable, Sendable, Codable {
      /// The training images.
      public var trainImages: String
      /// The training labels.
      public var trainLabels: String
      /// The images validation runs on; nil: a share of the training split.
      public var testImages: String?
      /// The labels of `testImages`.
      public var testLabels: String?
      /// Names of the classes by label; nil: the labels themselves.
      public var classes: [String]?

      /// Names the files.
      public init(
        trainImages: String, trainLabels: String, testImages: String? = nil,
        testLabels: String? = nil, classes: [String]? = nil
      ) {
        self.trainImages = trainImages
        self.trainLabels = trainLabels
        self.testImages = testImages
        self.testLabels = testLabels
        self.classes = classes
      }
    }

    /// A folder of images.
    public struct Folder: Equatable, Sendable, Codable {
      /// The folder.
      public var path: String
      /// Glob patterns under `path` by class; nil: each sub-folder is a class.
      public var classes: [String: [String]]?
      /// Glob patterns of files that are left out.
      public var exclude: [String]
      /// The folder validation runs on, of the same classes; nil: a share of the training split.
      public var testPath: String?

      /// Names a folder.
      public init(
        path: String, classes: [String: [String]]? = nil, exclude: [String] = [],
        testPath: String? = nil
      ) {
        self.path = path
        self.testPath = testPath
        self.classes = classes
        self.exclude = exclude
      }
    }

    /// Where samples come from.
    public var source: Source
    /// Side of the square input, in pixels.
    public var size: Int
    /// Share split off for validation, in 0..<1; not used where the source has a test split.
    public var validation: Double
    /// The most training samples that are used; nil: all.
    public var limit: Int?
    /// The most validation samples that are used; nil: all.
    public var validationLimit: Int?
    /// Whether training images are flipped left to right half of the time.
    public var flip: Bool
    /// Whether training images are cropped at random and resized.
    public var crop: Bool

    /// Describes data.
    public init(
      source: Source, size: Int = 224, validation: Double = 0.2, limit: Int? = nil,
      validationLimit: Int? = nil, flip: Bool = false, crop: Bool = false
    ) {
      self.source = source
      self.size = size
      self.validation = validation
      self.limit = limit
      self.validationLimit = validationLimit
      self.flip = flip
      self.crop = crop
    }
  }
}
