import Synchronization

/// Decoded and resized pictures, kept up to a budget so that later epochs need not decode again.
///
/// Pictures that no longer fit are not kept. None is dropped for a newer one: an epoch visits each
/// once, so dropping the oldest would drop each just before its turn.
final class PictureCache: Sendable {
  private struct State {
    var pictures: [Int: RGBImage] = [:]
    var bytes = 0
  }

  /// The most bytes of pixels that are kept.
  let budget: Int

  private let state = Mutex(State())

  init(budget: Int) { self.budget = budget }

  /// Bytes of pixels that are kept.
  var bytes: Int { state.withLock { $0.bytes } }

  /// The picture of a sample, kept or made now.
  func picture(of sample: Int, make: () throws -> RGBImage) rethrows -> RGBImage {
    if let kept = state.withLock({ $0.pictures[sample] }) { return kept }
    let made = try make()
    state.withLock { state in
      guard state.pictures[sample] == nil, state.bytes + made.pixels.count <= budget else { return }
      state.pictures[sample] = made
      state.bytes += made.pixels.count
    }
    return made
  }
}
