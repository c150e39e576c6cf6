/// The help while it is open.
struct HelpState: Equatable, Sendable {
  /// The first line that is shown.
  var scroll = 0
  /// What the lines must contain.
  var search = TextField()
  /// Whether keys are typed into the search.
  var isSearching = false
}
