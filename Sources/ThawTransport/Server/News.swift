import ThawBus
import ThawProtocol

/// As many values as a message of metrics takes in; far from a frame's limit.
private let valueLimit = 4_096

/// The events among signals as messages, in order: metrics that follow one another become one.
func messages(of news: [Envelope<Signal>]) -> [Message] {
  var messages: [Message] = []
  var records: [MetricRecord] = []
  var count = 0
  for envelope in news {
    guard case .event(let event) = envelope.payload else { continue }
    guard case .metrics(let more) = event else {
      records = []
      messages.append(.event(sequence: envelope.sequence, event))
      continue
    }
    let isContinued = !records.isEmpty && count < valueLimit
    if isContinued { messages.removeLast() } else { (records, count) = ([], 0) }
    records += more
    count += more.reduce(0) { $0 + $1.values.count }
    messages.append(.event(sequence: envelope.sequence, .metrics(records)))
  }
  return messages
}
