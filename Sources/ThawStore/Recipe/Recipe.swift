public import ThawProtocol

/// What a run does: the model, the data, which rows train, how, and for how long.
///
/// Read from TOML with ``init(toml:file:)`` and written with ``toml``.
public struct Recipe: Equatable, Sendable, Codable {
  /// Stem of the session's name; nil: made from the model and the method.
  public var name: String?
  /// The network and the weights it starts from.
  public var model: Model
  /// What it is trained and measured on.
  public var data: Data
  /// Which rows train from the first step.
  public var method: Method
  /// How gradients become updates.
  public var optimizer: Optimizer
  /// How the learning rate moves over the run.
  public var schedule: Schedule
  /// Batch, length, cadence and seed.
  public var run: Run
  /// What is kept of the outputs of frozen rows.
  public var cache: Cache
  /// A plan by name: what is frozen and thawed when.
  public var planPreset: PlanPreset?
  /// What is to be done during the run, and when.
  public var plan: [PlanItem] = []
  /// When the run ends by itself; nil: never.
  public var earlyStop: EarlyStop?

  /// Puts a recipe together.
  public init(
    name: String? = nil, model: Model, data: Data, method: Method = .head,
    optimizer: Optimizer = Optimizer(), schedule: Schedule = Schedule(), run: Run,
    cache: Cache = Cache(), planPreset: PlanPreset? = nil, plan: [PlanItem] = [],
    earlyStop: EarlyStop? = nil
  ) {
    self.name = name
    self.model = model
    self.data = data
    self.method = method
    self.optimizer = optimizer
    self.schedule = schedule
    self.run = run
    self.cache = cache
    self.planPreset = planPreset
    self.plan = plan
    self.earlyStop = earlyStop
  }

  /// The network and the weights it starts from.
  public struct Model: Equatable, Sendable, Codable {
    /// The architecture's name: `efficientnet-lite0`.
    public var architecture: String
    /// `pretrained` (by architecture, from the cache folder), `random`, or the path of a file.
    public var weights: String

    /// Names a model.
    public init(architecture: String, weights: String = "pretrained") {
      self.architecture = architecture
      self.weights = weights
    }

    /// The path of the weights file; nil for `pretrained` and `random`.
    public var weightsPath: String? {
      weights == "pretrained" || weights == "random" ? nil : weights
    }
  }

  /// Which rows train from the first step.
  public enum Method: Equatable, Sendable, Codable {
    /// Every row.
    case all
    /// The last row.
    case head
    /// The last so many rows, at least one.
    case last(Int)
    /// The rows that any of the patterns names; patterns as in `RowPattern`.
    case rows([String])
  }

  /// How the learning rate moves over the run.
  public struct Schedule: Equatable, Sendable, Codable {
    /// The curve's name.
    public typealias Shape = LearningRateSchedule.Shape.Name

    /// The curve after warm-up.
    public var shape: Shape
    /// Steps over which the rate rises linearly to the base rate; 0 or more.
    public var warmupSteps: Int
    /// Share of the base rate that is left where the curve ends, in 0…1.
    public var finalRate: Double
    /// Share of the run over which a one-cycle rises, in 0..<1.
    public var rise: Double
    /// Share of the base rate at which a one-cycle starts, in 0…1.
    public var startRate: Double
    /// Steps of the first cycle of restarts; nil: a fifth of the run.
    public var period: Int?
    /// How many times as long as the one before each cycle of restarts is.
    public var growth: Int

    /// The numbers that are used where none are given.
    public static let usual = ShapeChoice(.cosine)

    /// Makes a schedule.
    public init(
      shape: Shape = .cosine, warmupSteps: Int = 0, finalRate: Double = usual.finalShare,
      rise: Double = usual.rise, startRate: Double = usual.startShare, period: Int? = nil,
      growth: Int = usual.growth
    ) {
      self.shape = shape
      self.warmupSteps = warmupSteps
      self.finalRate = finalRate
      self.rise = rise
      self.startRate = startRate
      self.period = period
      self.growth = growth
    }
  }

  /// Batch, length, cadence and seed.
  public struct Run: Equatable, Sendable, Codable {
    /// Samples a batch; at least one.
    public var batch: Int
    /// Batches a step, over which its gradients are the mean; at least one.
    public var accumulate: Int
    /// Passes over the training split; the run ends at the earlier of `epochs` and `steps`.
    public var epochs: Double?
    /// Optimizer steps; the run ends at the earlier of `epochs` and `steps`.
    public var steps: Int?
    /// Steps between two evaluations; nil: once an epoch.
    public var evaluateEvery: Int?
    /// Steps between two checkpoints; nil: only the last.
    public var checkpointEvery: Int?
    /// How many of the newest of those stay on the disk beside the best; at least one.
    public var keepCheckpoints: Int
    /// Whether one is written when an evaluation finds the best model so far; the best one stays.
    public var checkpointBest: Bool
    /// Seed of splitting, shuffling, augmentation and initialisation; 0…2⁶³−1 in TOML.
    public var seed: UInt64
    /// Threads of the tensor library; nil: one a core.
    public var threads: Int?

    /// Makes a plan; one of `epochs` and `steps` must be given.
    public init(
      batch: Int = 32, epochs: Double? = nil, steps: Int? = nil, evaluateEvery: Int? = nil,
      checkpointEvery: Int? = nil, keepCheckpoints: Int = 3, checkpointBest: Bool = true,
      seed: UInt64 = 1,
      threads: Int? = nil, accumulate: Int = 1
    ) {
      self.batch = batch
      self.accumulate = accumulate
      self.epochs = epochs
      self.steps = steps
      self.evaluateEvery = evaluateEvery
      self.checkpointEvery = checkpointEvery
      self.keepCheckpoints = keepCheckpoints
      self.checkpointBest = checkpointBest
      self.seed = seed
      self.threads = threads
    }
  }
}
