/// What travels on a session's bus.
public enum Signal: Equatable, Sendable {
  /// A client asks; the trainer drains these between steps.
  case request(Request)
  /// The trainer, or the host for a repeated id, answers.
  case reply(Reply)
  /// The trainer, or the host, tells everybody.
  case event(Event)

  /// The key under which a newer signal replaces an older one; nil for those that must all arrive.
  public var coalescingKey: String? {
    if case .event(let event) = self { event.coalescingKey } else { nil }
  }

  /// The id of the request that a signal answers; nil for those that answer none.
  public var answeredID: String? {
    if case .reply(let reply) = self { reply.id } else { nil }
  }
}
