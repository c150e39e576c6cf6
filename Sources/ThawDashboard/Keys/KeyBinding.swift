/// One line of a key table: dispatch, footer, help and README are made from it.
public struct KeyBinding: Sendable {
  /// The keys that do it; the first is the one that the footer names.
  public var keys: [Key]
  /// What it is called in the footer now; nil keeps it out of the footer.
  public var label: @Sendable (DashboardState) -> String?
  /// What it does, for help and README.
  public var help: String
  /// Why it can't be done now, or nil where it can.
  public var refusal: @Sendable (DashboardState) -> String?

  let intent: Intent
  /// What the settings file calls it.
  let name: String

  init(
    _ keys: [Key], _ intent: Intent, _ label: String? = nil, help: String,
    labelled: (@Sendable (DashboardState) -> String?)? = nil,
    refusal: @escaping @Sendable (DashboardState) -> String? = { _ in nil }
  ) {
    self.keys = keys
    self.intent = intent
    name = intent.name
    self.help = help
    self.label = labelled ?? { _ in label }
    self.refusal = refusal
  }
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  /// A key that types a character.
  public init(extendedGraphemeClusterLiteral character: Character) { self = .character(character) }
}
