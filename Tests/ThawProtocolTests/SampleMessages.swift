import Foundation
import ThawProtocol

/// One message of each kind, by the name of its fixture.
enum SampleMessages {
  static let all: [(name: String, message: Message)] = [
    ("hello", .hello(Hello(version: [1, 0], peer: "thaw", pid: 4_711))),
    ("snapshot_request", .snapshotRequest),
    ("pace", .pace(NewsPace(seconds: 0.09))),
    ("pace_shared", .pace(NewsPace(seconds: 1, isShared: true))),
    ("snapshot", .snapshot(snapshot)),
    ("request", .request(Request(id: "a1", command: .freeze(["blocks.0-4", "stem"])))),
    (
      "request_unreadable",
      .unreadableRequest(
        id: "a2", command: "dance 3",
        reason: "no command “dance”; there are "
          + Command.syntax.map(\.name).joined(separator: ", "))
    ),
    ("reply_applied", .reply(Reply(id: "a1", outcome: .applied(step: 1_180)))),
    (
      "reply_applied_note",
      .reply(Reply(id: "a1", outcome: .applied(step: 7, note: "ramps over 50 steps")))
    ),
    (
      "reply_refused",
      .reply(Reply(id: "a1", outcome: .refused(reason: "no row would be left to train")))
    ),
    ("phase", .event(sequence: 1, .phase(.training, step: 0, reason: nil))),
    ("phase_reason", .event(sequence: 2, .phase(.paused, step: 9, reason: "loss is NaN"))),
    ("metrics", .event(sequence: 3, .metrics(records))),
    ("rows", .event(sequence: 4, .rows(["head": .trainable, "stem": .frozen], step: 10))),
    ("journal", .event(sequence: 5, .journal(entry))),
    (
      "checkpoint",
      .event(sequence: 6, .checkpoint(CheckpointInfo(step: 200, folder: "step-200", bytes: 4_096)))
    ),
    ("progress", .event(sequence: 7, .progress(progress))),
    ("progress_cache", .event(sequence: 7, .progress(cachedProgress))),
    (
      "alarm",
      .event(
        sequence: 8,
        .alarm(Alarm(step: 9, row: "head", message: "loss is NaN; the run is paused")))
    ),
    ("regimen", .event(sequence: 9, .regimen(regimen))),
    (
      "standings",
      .event(
        sequence: 9,
        .standings(
          [
            "head": RowStanding(rampStart: 100, rampSteps: 50),
            "stem": RowStanding(provenStep: 120),
          ], step: 120))
    ),
    ("calibration", .event(sequence: 11, .calibration(calibration))),
    ("rewound", .event(sequence: 9, .rewound(Rewind(step: 100, to: .branch(1, sequence: 4))))),
    (
      "rewound_attempt",
      .event(sequence: 9, .rewound(Rewind(step: 100, to: .attempt(3, entry: 12))))
    ),
    ("lagged", .lagged),
    ("bye", .bye(reason: "the session is over")),
    ("unknown", .unknown(type: "from_the_future")),
  ]

  private static let progress = Progress(
    step: 10, totalSteps: 4_690, epoch: 0.0625, samplesPerSecond: 412.5, secondsLeft: 187.5)

  private static let cachedProgress = Progress(
    step: 10, totalSteps: 4_690, epoch: 0.0625, samplesPerSecond: 9_000, secondsLeft: 16.5,
    cache: CacheStatus(
      stage: .keeping, rows: 18, kept: 320, total: 6_000, bytes: 30_720_000, place: .memory,
      compute: 0.0625, write: 0.000244140625, read: 0.0001220703125, payback: 0.00390625))

  private static let regimen = Regimen(
    schedule: LearningRateSchedule(
      baseRate: 0.5, shape: .cosine(finalShare: 0.25), warmupSteps: 20, totalSteps: 4_690),
    rowFactors: [0.25, 1], weightDecay: 0.125, clip: 1,
    accumulation: Accumulation(
      batches: 2, batchesPerEpoch: 160))

  private static let records = [
    MetricRecord(step: 9, epoch: 0.5, time: 1.25, values: ["train/loss": 2.5, "val/accuracy": 0]),
    MetricRecord(
      step: 10, epoch: 0.625, time: 1.5,
      values: ["train/loss": .infinity, "train/grad_norm": -.infinity]),
  ]

  private static let calibration = Calibration(timings: [
    StepTiming(mask: StepMask(trainable: [0, 1]), seconds: 0.25, relativeError: 0.0625),
    StepTiming(mask: StepMask(trainable: [1], cachedRows: 1), seconds: 0.125),
  ])

  private static let entry = JournalEntry(
    step: 10, time: 3.5, command: "thaw head", outcome: .refused(reason: "it is trainable"))

  private static let snapshot = Snapshot(
    session: "clothes", recipe: "[run]\nbatch = 32\n",
    started: Date(timeIntervalSince1970: 1_700_000_000), architecture: "efficientnet-lite0",
    phase: .evaluating, progress: progress,
    rows: [
      LayerRow(
        name: "stem", parameters: 864, state: .frozen,
        tensors: [TensorDescription(name: "stem.0.weight", shape: [32, 3, 3, 3], type: "F32")]),
      LayerRow(name: "head", parameters: 12_810, state: .trainable),
    ],
    sequence: 77, pid: 4_712)
}
