/// Why a mailbox gives no more messages.
public enum MailboxError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The reader was slower than the posters for so long that messages would have been lost.
  ///
  /// The mailbox is closed. Subscribe again, then take a snapshot of what the messages describe.
  case lagged(capacity: Int)

  /// What happened and what to do.
  public var description: String {
    switch self {
    case .lagged(let capacity):
      "more than \(capacity) messages waited for this reader; subscribe again and resynchronise"
    }
  }
}
