/// Whether a metric's values are those of single batches, whose noise hides the trend.
///
/// By its name, of which other tools' are known as well. Not noisy are:
/// - what is measured over a whole split, where each value counts;
/// - a learning rate, which is what the schedule says, and a drift, which moves little by little: an average of them only
///   comes late;
/// - memory and the share of cached samples, which stay and leap: an average shows a slope that was not there.
public func isNoisy(_ metric: String) -> Bool {
  let words = metric.lowercased().split { "/._- ".contains($0) }
  let isMeasured = words.contains {
    ["val", "valid", "validation", "eval", "test", "dev"].contains($0)
  }
  let isSteady = words.contains {
    ["lr", "drift", "memory", "mem", "cache", "epoch", "step"].contains($0)
  }
  let isRate = zip(words, words.dropFirst()).contains { $0 == "learning" && $1 == "rate" }
  return !isMeasured && !isSteady && !isRate
}
