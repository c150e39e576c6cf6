/// What training runs on here, as `thaw-engine doctor --json` says it to `thaw doctor --json`.
public struct TrainingPlatform: Codable, Equatable, Sendable {
  /// libtorch's version.
  public var libtorch: String
  /// How the linear algebra library runs its threads: `openmp`, `pthread` or `serial`.
  public var blas: String
  /// The library's file.
  public var blasPath: String
  /// Threads of a run whose recipe names no other number.
  public var threads: Int
  /// Where released weights are kept.
  public var weightsFolder: String
  /// The files there.
  public var weights: [String]

  private enum CodingKeys: String, CodingKey {
    case libtorch
    case blas
    case blasPath = "blas_path"
    case threads
    case weightsFolder = "weights_folder"
    case weights
  }

  /// Says what was found.
  public init(
    libtorch: String, blas: String, blasPath: String, threads: Int, weightsFolder: String,
    weights: [String]
  ) {
    self.libtorch = libtorch
    self.blas = blas
    self.blasPath = blasPath
    self.threads = threads
    self.weightsFolder = weightsFolder
    self.weights = weights
  }
}
