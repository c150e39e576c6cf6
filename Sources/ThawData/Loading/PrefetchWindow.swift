/// Which items workers may start on, and in which order they are handed out.
///
/// Items are numbered from zero. At most `depth` are started and not yet taken, so that memory is
/// bounded; they are taken in order, whoever finished first.
struct PrefetchWindow<Item> {
  /// What a worker may do.
  enum Start: Equatable {
    case item(Int)
    case wait
    case stop
  }

  /// What the reader gets.
  enum Take {
    case item(Item)
    case wait
    case end
  }

  /// The most items that are started and not taken.
  let depth: Int
  /// How many items there are; nil for no end.
  let count: Int?

  private var started = 0
  private var taken = 0
  private var finished: [Int: Item] = [:]
  private var isCancelled = false

  init(depth: Int, count: Int?) {
    precondition(depth > 0)
    self.depth = depth
    self.count = count
  }

  /// Gives a worker its next item.
  mutating func start() -> Start {
    if isCancelled || started == count { return .stop }
    if started - taken >= depth { return .wait }
    started += 1
    return .item(started - 1)
  }

  /// Keeps a finished item until it is its turn.
  mutating func finish(_ number: Int, _ item: Item) {
    if !isCancelled { finished[number] = item }
  }

  /// Hands out the next item.
  mutating func take() -> Take {
    if isCancelled || taken == count { return .end }
    guard let item = finished.removeValue(forKey: taken) else { return .wait }
    taken += 1
    return .item(item)
  }

  /// Lets everybody stop, and drops what is finished.
  mutating func cancel() {
    isCancelled = true
    finished = [:]
  }
}
