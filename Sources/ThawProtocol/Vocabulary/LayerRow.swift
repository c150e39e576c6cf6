/// Whether a row's parameters may move.
public enum RowState: String, Codable, Sendable {
  /// Its gradients are computed and the optimizer moves it.
  case trainable
  /// Nothing moves it: no gradient, weight decay, momentum or BatchNorm statistic.
  case frozen
}

/// One tensor of a row, as the weights file names it.
public struct TensorDescription: Codable, Equatable, Sendable {
  /// The name in the weights the run started from.
  public var name: String
  /// The size of each dimension, outermost first; empty for a scalar.
  public var shape: [Int]
  /// The element type as safetensors spells it, such as F32 or I64.
  public var type: String

  /// Describes a tensor.
  public init(name: String, shape: [Int], type: String) {
    self.name = name
    self.shape = shape
    self.type = type
  }
}

/// A row of the layer board: the unit that is frozen and thawed.
///
/// Every parameter of a model is in exactly one row; rows are ordered from input to output.
public struct LayerRow: Codable, Equatable, Sendable {
  /// The name commands use: `stem`, `blocks.0`, `head`.
  public var name: String
  /// How many parameters the row holds, buffers not counted.
  public var parameters: Int
  /// Whether it trains.
  public var state: RowState
  /// Its tensors, parameters and buffers, in the order of the model.
  public var tensors: [TensorDescription]
  /// What it costs a step; nil where that is not known, as in sessions of older versions.
  public var cost: RowCost?
  /// What stands behind its state; nil while there is nothing to say.
  public var standing: RowStanding?
  /// The rows that share a tensor with it, and so freeze and thaw with it; nil for a row of its own.
  public var sharedWith: [String]?

  private enum CodingKeys: String, CodingKey {
    case name
    case parameters
    case state
    case tensors
    case cost
    case standing
    case sharedWith = "shared_with"
  }

  /// Describes a row.
  public init(
    name: String, parameters: Int, state: RowState, tensors: [TensorDescription] = [],
    cost: RowCost? = nil, standing: RowStanding? = nil, sharedWith: [String]? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.state = state
    self.tensors = tensors
    self.cost = cost
    self.standing = standing
    self.sharedWith = sharedWith
  }
}
