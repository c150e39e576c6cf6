import ThawData
import ThawModels

extension ThawData.Preprocessing {
  /// A model's own input at another size.
  init(_ model: ThawModels.Preprocessing, size: Int) {
    self.init(
      size: size, mean: model.mean.map(Float.init), deviation: model.deviation.map(Float.init))
  }
}
