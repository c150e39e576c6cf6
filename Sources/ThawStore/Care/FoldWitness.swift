import Foundation
import GRDB
import ThawProtocol

/// Tells whether the values of a block are those that were folded.
///
/// SQLite keeps no checksum of a page, and a block whose numbers were changed still decodes. Its folds lie on other pages,
/// and say count, minimum, maximum and mean of every 256 values.
struct FoldWitness {
  private var folds: [Int: [TickedBucket]] = [:]
  /// Those of the next level, which tell whether a fold lies itself.
  private var coarse: [Int: [TickedBucket]] = [:]

  /// Reads the folds of all metrics as far as they can be read.
  init(_ db: Database) throws {
    let (fine, above) = (PyramidNode.levels.lowerBound, PyramidNode.levels.lowerBound + 1)
    var folds: [Int: [Int: [TickedBucket]]] = [:]
    _ = try DamagedTable(db: db, name: "pyramid").forEachRow { row in
      guard let level = Int.fromDatabaseValue(row["level"]), [fine, above].contains(level),
        let metric = Int.fromDatabaseValue(row["metric"]),
        let data = Data.fromDatabaseValue(row["data"]),
        let node = try? PyramidNode(level: level, decoding: data)
      else { return }
      folds[level, default: [:]][metric, default: []] += node.buckets
    }
    self.folds = (folds[fine] ?? [:]).mapValues { $0.sorted { $0.firstTick < $1.firstTick } }
    coarse = folds[above] ?? [:]
  }

  /// Whether a fold says something else of a block's values.
  func contradicts(_ block: ValueBlock, of metric: Int) -> Bool {
    guard let first = block.ticks.first, let last = block.ticks.last else { return false }
    return (folds[metric] ?? []).contains { fold in
      guard fold.firstTick >= first, fold.lastTick <= last, isBorneOut(fold, metric) else {
        return false
      }
      var sum = BucketSum()
      for place in block.places(in: fold.firstTick...fold.lastTick) {
        sum.add(step: 0, epoch: 0, time: 0, value: block.values[place])
      }
      guard let found = sum.bucket else { return true }
      let known = fold.bucket
      guard found.count == known.count, found.nonFinite == known.nonFinite else { return true }
      // Sums that were added up in other parts differ in their last bits.
      let size = max(abs(known.minimum), abs(known.maximum))
      return !known.isEmpty
        && (found.minimum != known.minimum || found.maximum != known.maximum
          || abs(found.mean - known.mean) > 1e-9 * size)
    }
  }

  /// Whether a fold of a metric says something else than the one above it.
  func contradictsItself(on metric: Int) -> Bool {
    (folds[metric] ?? []).contains { !isBorneOut($0, metric) }
  }

  /// Whether a fold lies within that of the next level which covers it, where there is one.
  private func isBorneOut(_ fold: TickedBucket, _ metric: Int) -> Bool {
    (coarse[metric] ?? []).allSatisfy { wide in
      guard wide.firstTick <= fold.firstTick, fold.lastTick <= wide.lastTick,
        !fold.bucket.isEmpty
      else { return true }
      return wide.bucket.minimum <= fold.bucket.minimum
        && fold.bucket.maximum <= wide.bucket.maximum
    }
  }
}
