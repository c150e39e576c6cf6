/// Why a dataset cannot be used.
public enum DatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path is no folder that can be read.
  case unreadableFolder(path: String, reason: String)
  /// The folder has no sub-folder to be a class.
  case noClasses(path: String)
  /// The folder's pictures are all of one class, so that there is nothing to learn.
  case oneClass(String, path: String, arePatterns: Bool)
  /// No usable picture belongs to a class; `unreadable` is how many were found and cannot be read.
  case emptyClass(String, path: String, patterns: [String], unreadable: Int)
  /// A file is claimed by two classes.
  case ambiguousFile(path: String, classes: [String])
  /// A file of an IDX dataset cannot be read.
  case unreadableFile(path: String, reason: String)
  /// A file of an IDX dataset is not what it should be.
  case malformed(path: String, reason: String)
  /// The images and labels of an IDX dataset differ in number.
  case countsDiffer(images: Int, labels: Int, path: String)
  /// A label has no class name.
  case labelOutOfRange(label: Int, classes: Int, path: String)
  /// All labels are the same, so that there is nothing to learn.
  case oneLabel(Int, path: String)
  /// The test split has other classes than the training split.
  case classesDiffer(training: [String], test: [String])
  /// A split has no sample.
  case emptySplit(String)
  /// A whole epoch went by without one picture that could be read.
  case nothingReadable(first: String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreadableFolder(let path, let reason):
      "\(path): \(reason); give the folder that holds the pictures"
    case .noClasses(let path):
      "\(path): has no sub-folders; put the pictures of each class into a folder of its own, "
        + "or name classes by glob patterns"
    case .oneClass(let name, let path, let arePatterns):
      "\(path): holds one class, “\(name)”, and a model learns to tell two or more apart; "
        + (arePatterns
          ? "name another in the recipe's data.classes"
          : "give the others a folder here too, and check that the recipe's data.path is the folder above them")
    case .emptyClass(let name, let path, let patterns, let unreadable):
      "\(path): class “\(name)” has no usable picture"
        + (patterns.isEmpty ? "" : " (patterns: \(patterns.joined(separator: ", ")))")
        + (unreadable == 0 ? "" : ", \(unreadable) cannot be read")
        + (patterns.isEmpty
          ? "; add JPEG or PNG files, or remove the folder"
          : "; patterns are relative to the folder, and `folder/**` takes all below it")
    case .ambiguousFile(let path, let classes):
      "\(path): belongs to the classes \(classes.joined(separator: " and ")); "
        + "make their patterns disjoint"
    case .unreadableFile(let path, let reason):
      "\(path): cannot be read: \(reason); check the recipe's data.train_images and the like"
    case .malformed(let path, let reason): "\(path): \(reason); get the file again"
    case .countsDiffer(let images, let labels, let path):
      "\(path): \(labels) labels for \(images) images; give the two files of one split"
    case .labelOutOfRange(let label, let classes, let path):
      "\(path): holds label \(label), but only \(classes) classes are named; name them all"
    case .oneLabel(let label, let path):
      "\(path): every label is \(label), and a model learns to tell two classes or more apart; "
        + "give the labels of these pictures"
    case .classesDiffer(let training, let test):
      "the test split's classes (\(test.joined(separator: ", "))) are not the training split's "
        + "(\(training.joined(separator: ", "))); use the same classes for both"
    case .emptySplit(let name):
      "the \(name) split is empty; use more data or another validation share"
    case .nothingReadable(let first):
      "no picture of a whole epoch could be read; the first: \(first)"
    }
  }
}
