import ThawProtocol

/// How much room there is for outputs, and who has to make way.
struct CacheRoom: Equatable, Sendable {
  /// The most bytes of memory.
  var memory: Int
  /// What says so.
  var reason = "cache.memory"
  /// What must stay free on the disk.
  static let diskReserve = 1 << 30

  /// Something that is kept already.
  struct Kept: Equatable, Sendable {
    var bytes: Int
    var place: CacheStatus.Place
    /// Whether it is being read; others may be dropped.
    var isNeeded: Bool
    /// How many of the bytes no output has come to yet: memory that is still free for everybody.
    var unfilled = 0
  }

  /// What becomes of something new.
  enum Decision: Equatable, Sendable {
    /// It fits once those of the kept are dropped.
    case place(CacheStatus.Place, dropping: [Int])
    case refused(String)
  }

  /// As much as is wanted, though no more than half of the free memory that nothing kept will fill: steps and pictures need
  /// some, too.
  init(wanted: Int, beside kept: [Kept], free: Int?) {
    let inMemory = kept.filter { $0.place == .memory }
    let taken = inMemory.reduce(0) { $0 + $1.bytes }
    memory = wanted
    guard let free else { return }
    let spare = max(0, free - inMemory.reduce(0) { $0 + $1.unfilled }) / 2
    if taken + spare < wanted {
      memory = taken + spare
      reason = "memory that can be spared"
    }
  }

  /// Room of a known size.
  init(memory: Int) { self.memory = memory }

  /// Finds room: in memory, if need be in place of what is not needed, the earlier first; else on the disk.
  ///
  /// - Parameters:
  ///   - bytes: How much is to be kept.
  ///   - kept: What is kept, the least recent first.
  ///   - freeDisk: Bytes free on the disk; nil where there is no folder for it.
  /// - Returns: Where to put it, or why not.
  func decide(_ bytes: Int, beside kept: [Kept], freeDisk: Int?) -> Decision {
    var left = memory - kept.reduce(0) { $1.place == .memory ? $0 + $1.bytes : $0 }
    var dropped: [Int] = []
    for (index, other) in kept.enumerated() where left < bytes && !other.isNeeded {
      guard other.place == .memory else { continue }
      dropped.append(index)
      left += other.bytes
    }
    if bytes <= left { return .place(.memory, dropping: dropped) }
    let wanted = "\(mebibytes(bytes)) are more than the \(mebibytes(memory)) of \(reason)"
    guard let freeDisk else { return .refused("\(wanted), and there is no folder for more") }
    guard bytes <= freeDisk - Self.diskReserve else {
      return .refused(
        "\(wanted), and the disk has \(mebibytes(freeDisk)) free, of which "
          + "\(mebibytes(Self.diskReserve)) stay so")
    }
    return .place(.disk, dropping: [])
  }
}

/// Bytes in print: `29 MiB`.
func mebibytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
